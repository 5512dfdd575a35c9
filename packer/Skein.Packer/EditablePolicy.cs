namespace Skein.Packer;

/// <summary>What becomes of packages installed in editable mode, whose files lie outside of the environment.</summary>
public enum EditablePolicy
{
    /// <summary>They are a problem that prevents packing.</summary>
    Refuse = 0,

    /// <summary>They are passed over in silence; they will not be importable elsewhere.</summary>
    Ignore = 1,

    /// <summary>Their sources are copied into the archive's <c>site-packages</c>, and the lines that lead outside are dropped.</summary>
    Include = 2,
}
