namespace Skein.Packer.Environments;

/// <summary>Tells the kind of an environment by the files that mark it.</summary>
internal static class EnvironmentKinds
{
    private const string CondaMark = "conda-meta";

    /// <summary>Whether conda, or one of the tools that work like it, made the directory.</summary>
    public static bool IsConda(string root) => Directory.Exists(Path.Combine(root, CondaMark));

    /// <param name="root">A directory.</param>
    /// <returns>Null when it is of no kind; never <see cref="EnvironmentKind.Folder"/>, which every directory is.</returns>
    public static EnvironmentKind? Detect(string root) =>
        IsConda(root) ? EnvironmentKind.Conda
        : IsVenv(root) ? EnvironmentKind.Venv
        : DotNetPublish.IsPublished(root) ? EnvironmentKind.DotNet
        : null;

    /// <param name="root">A directory.</param>
    /// <param name="asked">The kind it has to be taken as; null to find out.</param>
    /// <exception cref="PackException">It is not of that kind, or of none.</exception>
    public static EnvironmentKind Choose(string root, EnvironmentKind? asked) => asked switch
    {
        EnvironmentKind.Conda when !IsConda(root) =>
            throw new PackException($"'{root}' is not a conda environment: it has no directory '{CondaMark}'"),
        EnvironmentKind.Venv when !IsVenv(root) =>
            throw new PackException($"'{root}' is not a virtual environment: it has no file '{VenvConfiguration.FileName}'"),
        EnvironmentKind.DotNet when !DotNetPublish.IsPublished(root) && !DotNetPublish.HasProgram(root) =>
            throw new PackException($"'{root}' is not the output of 'dotnet publish': it has neither a *.runtimeconfig.json nor a *.deps.json nor a program"),
        { } kind => kind,
        null => Detect(root) ?? throw new PackException(
            $"'{root}' is no environment: it has neither a directory '{CondaMark}' (conda), nor a file '{VenvConfiguration.FileName}' (venv), "
            + "nor a *.runtimeconfig.json, a *.deps.json or a single-file application (.NET); add --kind folder to pack it as it is"),
    };

    private static bool IsVenv(string root) => File.Exists(Path.Combine(root, VenvConfiguration.FileName));
}
