namespace Skein.Packer.Inventory;

/// <summary>Reads files that this assembly brings along for archives.</summary>
internal static class EmbeddedFile
{
    /// <param name="name">Name of the file without its directory.</param>
    public static byte[] Read(string name)
    {
        using var stream = typeof(EmbeddedFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource '{name}' is not in the assembly");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
