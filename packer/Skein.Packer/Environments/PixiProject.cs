namespace Skein.Packer.Environments;

/// <summary>A directory in which pixi keeps environments: <c>.pixi/envs/&lt;name&gt;</c>.</summary>
internal static class PixiProject
{
    /// <param name="directory">An environment, or a project of pixi.</param>
    /// <returns>The only environment of a project; anything else as it is.</returns>
    /// <exception cref="PackException">The project has several environments; names them.</exception>
    public static string Enter(string directory)
    {
        var environments = Path.Combine(directory, ".pixi", "envs");
        if (EnvironmentKinds.Detect(directory) != null || !Directory.Exists(environments))
            return directory;
        var found = Directory.GetDirectories(environments).Where(EnvironmentKinds.IsConda).Order(StringComparer.Ordinal).ToList();
        return found switch
        {
            [] => directory,
            [var only] => only,
            _ => throw new PackException($"The pixi project '{directory}' has {found.Count} environments; give the prefix of one of them", found),
        };
    }
}
