using System.Text.Json;

namespace Skein.Packer.Environments;

/// <summary>What the JSON files beside a .NET application say of it.</summary>
internal static class DotNetConfiguration
{
    // *.runtimeconfig.json:  { "runtimeOptions": { "includedFrameworks": [...] } }               it brings its runtime
    //                        { "runtimeOptions": { "framework": {...} } or { "frameworks": [...] } }   it does not
    // *.deps.json:           { "runtimeTarget": { "name": ".NETCoreApp,Version=v9.0/linux-x64" } }     without "/" for any system

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <returns>Whether the application brings its runtime; null when the file does not say, as those before .NET Core 3.1 and broken ones.</returns>
    /// <param name="runtimeConfiguration">Content of a <c>*.runtimeconfig.json</c>.</param>
    public static bool? IsSelfContained(ReadOnlyMemory<byte> runtimeConfiguration)
    {
        if (Parse(runtimeConfiguration) is not { } root || Member(root, "runtimeOptions") is not { } options)
            return null;
        if (options.TryGetProperty("includedFrameworks", out _))
            return true;
        return options.TryGetProperty("framework", out _) || options.TryGetProperty("frameworks", out _) ? false : null;
    }

    /// <returns>What the application was published for, such as <c>linux-x64</c>; null if for any system, or if the file does not say.</returns>
    /// <param name="dependencies">Content of a <c>*.deps.json</c>.</param>
    public static string? RuntimeIdentifier(ReadOnlyMemory<byte> dependencies) =>
        Parse(dependencies) is { } root && Member(root, "runtimeTarget") is { } target
        && target.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
        && name.GetString() is { } text && text.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0
            ? text[(slash + 1)..]
            : null;

    private static JsonElement? Member(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static JsonElement? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            // Build tools on Windows put a byte order mark in front.
            using var document = JsonDocument.Parse(json.Span.StartsWith((ReadOnlySpan<byte>)[0xef, 0xbb, 0xbf]) ? json[3..] : json, Lenient);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
