namespace Skein.Packer;

/// <summary>A packed file that keeps a path of this machine, and why.</summary>
/// <param name="Path">Path below the environment, such as <c>lib/libexample.so</c>.</param>
/// <param name="Reason">Why the file could not be made independent of its place.</param>
public sealed record PackNote(string Path, string Reason);
