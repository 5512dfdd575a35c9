using System.Text.Json;

namespace Skein.Packer.Activation;

/// <summary>Finds the variables that conda sets when it activates an environment.</summary>
internal static class EnvironmentVariables
{
    // What conda writes for a variable that is to be unset.
    private const string Unset = "***unset***";

    // etc/conda/env_vars.d/*.json:  { name: value }                  packages, in the order of their file names
    // conda-meta/state:             { "env_vars": { name: value } }  the user, who has the last word

    /// <param name="prefix">The environment.</param>
    /// <param name="warnings">Receives a sentence for each thing that can not be read or said to a shell.</param>
    /// <returns>Sorted by name.</returns>
    public static IReadOnlyList<EnvironmentVariable> Read(string prefix, ICollection<string> warnings)
    {
        var found = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        var directory = Path.Combine(prefix, "etc", "conda", "env_vars.d");
        if (Directory.Exists(directory))
        {
            foreach (var file in Directory.GetFiles(directory, "*.json").Order(StringComparer.Ordinal))
                Add(file, static root => root, found, warnings);
        }

        Add(Path.Combine(prefix, "conda-meta", "state"), static root => root.TryGetProperty("env_vars", out var variables) ? variables : default, found, warnings);
        return [.. found.Select(static pair => new EnvironmentVariable(pair.Key, pair.Value))];
    }

    private static void Add(
        string path, Func<JsonElement, JsonElement> choose, SortedDictionary<string, string?> found, ICollection<string> warnings)
    {
        if (!File.Exists(path))
            return;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (document.RootElement.ValueKind != JsonValueKind.Object || choose(document.RootElement) is not { ValueKind: JsonValueKind.Object } variables)
                return;
            foreach (var variable in variables.EnumerateObject())
            {
                if (!IsName(variable.Name) || variable.Value.ValueKind != JsonValueKind.String || variable.Value.GetString()!.AsSpan().ContainsAny('\0', '\n'))
                    warnings.Add($"The variable '{variable.Name}' in '{path}' is none that every shell can set; activation leaves it out");
                else
                    found[variable.Name] = variable.Value.GetString() is { } value && value != Unset ? value : null;
            }
        }
        catch (JsonException)
        {
            warnings.Add($"'{path}' is not valid JSON; activation sets none of its variables");
        }
    }

    private static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
