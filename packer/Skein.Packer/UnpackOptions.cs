namespace Skein.Packer;

/// <summary>Which unpacked environment to make absolute, and for which place.</summary>
public sealed record UnpackOptions
{
    /// <summary>
    /// Directory of the environment. Default null: the one the current directory is in, else the active one (<c>CONDA_PREFIX</c>,
    /// <c>VIRTUAL_ENV</c>).
    /// </summary>
    public string? Directory { get; init; }

    /// <summary>Absolute path to write into the files. Default null: where the environment is.</summary>
    public string? Prefix { get; init; }

    /// <summary>How long to wait for another unpacking of the same environment. Default one minute.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);
}
