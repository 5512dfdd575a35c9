namespace Skein.Packer.Relocation;

/// <summary>What became of an ELF file's library search path; the worse outcome has the higher number.</summary>
internal enum ElfOutcome
{
    /// <summary>It has none below the prefix, or is not an ELF file that a loader would take.</summary>
    NothingToDo = 0,

    Rewritten = 1,

    /// <summary>The relative path is longer than the room of the absolute one.</summary>
    DoesNotFit = 2,
}
