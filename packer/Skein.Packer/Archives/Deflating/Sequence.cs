namespace Skein.Packer.Archives.Deflating;

/// <summary>Literals and the match behind them.</summary>
/// <param name="Literals">Bytes that stand for themselves.</param>
/// <param name="Length">Bytes of the match, 4 to 258; 0 when none follows.</param>
/// <param name="Distance">How many bytes before its place the match is found, 1 to 32767.</param>
internal readonly record struct Sequence(int Literals, ushort Length, ushort Distance);
