namespace Skein.Packer;

/// <summary>How far packing has come. Reports arrive in order, one for each block written (about 1 MiB of input).</summary>
/// <param name="Files">Entries written so far.</param>
/// <param name="TotalFiles">Entries the archive will have.</param>
/// <param name="BytesWritten">Bytes of archive written so far.</param>
public readonly record struct PackProgress(int Files, int TotalFiles, long BytesWritten);
