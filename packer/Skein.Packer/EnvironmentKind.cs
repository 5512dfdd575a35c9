namespace Skein.Packer;

/// <summary>What kind of environment is packed: which files belong to it, and how it is made to run elsewhere.</summary>
public enum EnvironmentKind
{
    /// <summary>A conda environment, whichever tool made it (conda, mamba, pixi): it has a directory <c>conda-meta</c>.</summary>
    Conda,

    /// <summary>A Python virtual environment (venv, virtualenv, uv): it has a file <c>pyvenv.cfg</c>.</summary>
    Venv,

    /// <summary>The output of <c>dotnet publish</c>: it has a <c>*.runtimeconfig.json</c> or is a single-file application.</summary>
    DotNet,

    /// <summary>Any folder, packed as it is.</summary>
    Folder,
}
