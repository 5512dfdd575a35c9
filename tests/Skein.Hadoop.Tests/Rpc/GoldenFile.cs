using System.Text.Json;

namespace Skein.Hadoop.Tests.Rpc;

/// <summary>Bytes of a real Hadoop out of tests/fixtures/hadoop.</summary>
internal sealed class GoldenFile
{
    private GoldenFile(JsonElement root) => Root = root;

    public JsonElement Root { get; }

    /// <summary>All frames in the order of the wire, plaintexts of wrapped frames included.</summary>
    public IReadOnlyList<GoldenFrame> Frames => FramesOf(Root.GetProperty("frames"));

    public static GoldenFile Open(string name)
    {
        using var document = JsonDocument.Parse(ReadBytes(name + ".json"));
        return new GoldenFile(document.RootElement.Clone());
    }

    public static byte[] ReadBytes(string name) => File.ReadAllBytes(RepositoryRoot.Beneath("tests", "fixtures", "hadoop", name));

    public static IReadOnlyList<GoldenFrame> FramesOf(JsonElement frames) =>
        [.. frames.EnumerateArray().Select(frame => new GoldenFrame(
            frame.GetProperty("dir").GetString() == "client",
            frame.GetProperty("what").GetString()!,
            Convert.FromHexString(frame.GetProperty("hex").GetString()!)))];

    public GoldenFrame Frame(string what) => Frames.First(frame => frame.What == what);

    /// <summary>A value of the login recorded in the file.</summary>
    public string Digest(string name) => Root.GetProperty("digest").GetProperty(name).GetString()!;
}
