using System.Text.Json;
using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Parcels;

/// <summary>Writes what makes an environment a parcel: its description, and the script that services which use it read.</summary>
internal static class ParcelFiles
{
    private const int Mode = 0b110_100_100;
    private const string Script = "conda_env.sh";

    /// <param name="name">What the parcel is called.</param>
    /// <param name="files">The environment, whose package records are in <c>conda-meta</c>.</param>
    /// <param name="modified">Time of the files in seconds since the epoch.</param>
    public static IReadOnlyList<PackFile> Create(ParcelName name, IReadOnlyList<PackFile> files, long modified)
    {
        return [Meta(Script, EmbeddedFile.Read(Script)), Meta("parcel.json", Describe(name, files))];

        PackFile Meta(string file, byte[] content) => new()
        {
            Path = $"meta/{file}",
            Kind = PackFileKind.Regular,
            Mode = Mode,
            Modified = modified,
            Size = content.Length,
            Origin = new FileOrigin.Memory(content),
        };
    }

    private static byte[] Describe(ParcelName name, IReadOnlyList<PackFile> files)
    {
        var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("schema_version", 1);
            json.WriteString("name", name.Name);
            json.WriteString("version", name.Version);
            json.WriteStartObject("extraVersionInfo");
            json.WriteString("fullVersion", $"{name.Version}-{name.Distribution}");
            json.WriteString("baseVersion", name.Version);
            json.WriteString("patchCount", "0");
            json.WriteEndObject();
            json.WriteBoolean("setActiveSymlink", true);
            json.WriteStartObject("scripts");
            json.WriteString("defines", Script);
            json.WriteEndObject();
            json.WriteStartArray("provides");
            json.WriteStringValue("spark-plugin");
            json.WriteEndArray();
            json.WriteStartArray("components");
            json.WriteStartObject();
            json.WriteString("name", name.Name);
            json.WriteString("version", name.Version);
            json.WriteString("pkg_version", name.Version);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteStartArray("packages");
            foreach (var file in files)
                WritePackage(file.Path, json);
            json.WriteEndArray();
            json.WriteStartObject("users");
            json.WriteEndObject();
            json.WriteStartArray("groups");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return output.ToArray();
    }

    // conda-meta/name-version-build.json, in which only the name may have hyphens.
    private static void WritePackage(string path, Utf8JsonWriter json)
    {
        const string Suffix = ".json";
        if (RelativePath.DirectoryOf(path) != "conda-meta" || !path.EndsWith(Suffix, StringComparison.Ordinal))
            return;
        var title = RelativePath.NameOf(path)[..^Suffix.Length];
        var build = title.LastIndexOf('-');
        var version = build > 0 ? title.LastIndexOf('-', build - 1) : -1;
        if (version <= 0)
            return;
        json.WriteStartObject();
        json.WriteString("name", title[..version]);
        json.WriteString("version", title[(version + 1)..]);
        json.WriteEndObject();
    }
}
