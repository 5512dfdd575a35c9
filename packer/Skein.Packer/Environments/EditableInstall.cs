namespace Skein.Packer.Environments;

/// <summary>A package that was installed for development: its files stay in its project.</summary>
/// <param name="Name">Name of the package.</param>
/// <param name="Project">Absolute path of the project; empty if not recorded.</param>
/// <param name="File">The file below the environment that says so.</param>
internal sealed record EditableInstall(string Name, string Project, string File)
{
    public override string ToString() => Project.Length == 0 ? Name : $"{Name} ({Project})";
}
