namespace Skein.Packer.Unpacking;

/// <summary>One change of a file.</summary>
/// <param name="At">Offset in the file before the change.</param>
/// <param name="Old">What has to be there.</param>
/// <param name="New">What comes in its place.</param>
internal readonly record struct Patch(long At, byte[] Old, byte[] New);
