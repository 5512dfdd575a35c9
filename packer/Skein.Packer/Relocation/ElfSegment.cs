namespace Skein.Packer.Relocation;

/// <summary>A part of an ELF file that the loader looks at.</summary>
internal readonly record struct ElfSegment(uint Type, ulong Offset, ulong Address, ulong FileSize)
{
    public const uint Load = 1;
    public const uint Dynamic = 2;
    public const uint Interpreter = 3;
}
