using System.Text;

namespace Skein.Packer.Environments;

/// <summary>Reads files that tell about an environment; one that can not be read is told later, together with all others of its sort.</summary>
internal static class ReadableFile
{
    /// <returns>Null when the file can not be read.</returns>
    public static byte[]? Bytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <returns>Empty when the file can not be read.</returns>
    public static string Text(string path) => Bytes(path) is { } content ? Encoding.UTF8.GetString(content) : "";
}
