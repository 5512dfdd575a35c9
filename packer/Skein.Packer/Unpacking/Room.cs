namespace Skein.Packer.Unpacking;

/// <summary>A NUL-terminated string whose length may change within its room.</summary>
/// <param name="Start">Offset of its first occurrence of the prefix.</param>
/// <param name="End">Offset behind its NUL byte.</param>
internal readonly record struct Room(long Start, long End);
