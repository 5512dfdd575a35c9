namespace Skein.EndToEnd.Tests.Support;

/// <summary>Copies of a cluster's client configuration.</summary>
internal static class SiteCopy
{
    /// <summary>A copy with other values.</summary>
    /// <param name="configuration">Directory of the site files.</param>
    /// <param name="user">Whose folder takes the copy.</param>
    /// <param name="changes">Values that take the place of others.</param>
    /// <returns>Its directory.</returns>
    public static string With(string configuration, SkeinUser user, params (string Key, string Value)[] changes)
    {
        var copy = Path.Combine(user.Folder, $"conf-{Guid.NewGuid():N}");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(configuration, "*-site.xml"))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        var path = Path.Combine(copy, "yarn-site.xml");
        var properties = string.Concat(changes.Select(change => $"<property><name>{change.Key}</name><value>{change.Value}</value></property>"));
        File.WriteAllText(path, File.ReadAllText(path).Replace("</configuration>", properties + "</configuration>"));
        return copy;
    }
}
