using System.Xml;

namespace Skein.Hadoop.Configuration;

/// <summary>
/// Reads Hadoop's XML configuration files:
/// <code>
/// configuration = *(property / configuration / include)
/// property      = name value [final] [source], as elements in any order or as attributes; everything else in it is commentary
/// include       = XInclude's element: href, resolved against the including file, and [fallback] for when that file is missing
/// </code>
/// Document type declarations are passed over, so no entity exists: a file can neither reach for others nor grow when read.
/// </summary>
internal sealed class SiteFileReader
{
    private const string IncludeNamespace = "http://www.w3.org/2001/XInclude";
    private const int MaximumIncludeDepth = 16;
    private const int MaximumLength = 16 * 1024 * 1024;

    private readonly List<ConfigurationProperty> _properties = [];
    private readonly List<string> _open = [];

    /// <summary>The properties of a file and of all it includes, in the order in which later ones win.</summary>
    /// <exception cref="HadoopConfigurationException">The file can not be opened, or is not what its name says.</exception>
    public static IReadOnlyList<ConfigurationProperty> Read(string file)
    {
        var reader = new SiteFileReader();
        reader.ReadFile(Path.GetFullPath(file));
        return reader._properties;
    }

    private void ReadFile(string file)
    {
        _open.Add(file);
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (!stream.CanSeek || stream.Length > MaximumLength)
                throw new HadoopConfigurationException($"{file}: is no file of at most {MaximumLength} bytes, so it is no configuration file");
            ReadDocument(stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HadoopConfigurationException($"{file}: can not be read: {e.Message}", e);
        }

        _open.RemoveAt(_open.Count - 1);
    }

    private void ReadDocument(Stream stream)
    {
        // Not XmlReader.Create: it brings schemas and their validation into the binary.
        using var reader = new XmlTextReader(stream)
        {
            DtdProcessing = DtdProcessing.Ignore,
            XmlResolver = null,
            // Without a declaration there is nothing to expand, so that the mention of an entity is an error.
            EntityHandling = EntityHandling.ExpandEntities,
            Normalization = true,
        };
        try
        {
            reader.MoveToContent();
            if (reader.LocalName != "configuration")
                throw Fault(reader, $"the root element is <{reader.Name}>, not <configuration>");
            ReadConfiguration(reader);
            while (reader.Read())
            {
                // Whatever follows the root element has to be well-formed too.
            }
        }
        catch (XmlException e)
        {
            // Some faults carry no position; the reader's own is then the nearest.
            var line = e.LineNumber > 0 ? e.LineNumber : Math.Max(1, ((IXmlLineInfo)reader).LineNumber);
            throw new HadoopConfigurationException($"{_open[^1]}:{line}: {e.Message}", e);
        }
    }

    /// <summary>Reads what is inside the element the reader stands on, up to its end.</summary>
    private void ReadConfiguration(XmlReader reader)
    {
        foreach (var child in Children(reader))
        {
            switch (child.LocalName)
            {
                case "property":
                    ReadProperty(child);
                    break;
                case "configuration":
                    ReadConfiguration(child);
                    break;
                case "include" when child.NamespaceURI == IncludeNamespace:
                    ReadInclude(child);
                    break;
            }
        }
    }

    private void ReadProperty(XmlReader reader)
    {
        var at = Position(reader);
        var name = reader.GetAttribute("name");
        var value = reader.GetAttribute("value");
        var final = reader.GetAttribute("final");
        var source = reader.GetAttribute("source");
        foreach (var child in Children(reader))
        {
            switch (child.LocalName)
            {
                case "name":
                    name = child.ReadElementContentAsString();
                    break;
                case "value":
                    value = child.ReadElementContentAsString();
                    break;
                case "final":
                    final = child.ReadElementContentAsString();
                    break;
                case "source":
                    source = child.ReadElementContentAsString();
                    break;
            }
        }

        name = name?.Trim();
        if (string.IsNullOrEmpty(name))
            throw new HadoopConfigurationException($"{at}: a <property> has no <name>");
        if (value is null)
            return;
        var isFinal = string.Equals(final?.Trim(), "true", StringComparison.OrdinalIgnoreCase);
        _properties.Add(new ConfigurationProperty(name, value, isFinal, source ?? at));
    }

    private void ReadInclude(XmlReader reader)
    {
        var href = reader.GetAttribute("href") ?? throw Fault(reader, "an <xi:include> has no href");
        string file;
        if (!Uri.TryCreate(href, UriKind.Absolute, out var uri))
            file = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(_open[^1])!, href));
        else if (uri.IsFile)
            file = Path.GetFullPath(uri.LocalPath);
        else
            throw Fault(reader, $"<xi:include href=\"{href}\"> names no local file; only files are included");

        if (File.Exists(file))
        {
            if (_open.Contains(file) || _open.Count >= MaximumIncludeDepth)
                throw Fault(reader, $"<xi:include href=\"{href}\"> includes files in a circle, or more than {MaximumIncludeDepth} deep");
            ReadFile(file);
            return;
        }

        var hasFallback = false;
        foreach (var child in Children(reader))
        {
            if (child.LocalName != "fallback" || child.NamespaceURI != IncludeNamespace)
                continue;
            hasFallback = true;
            ReadConfiguration(child);
        }

        if (!hasFallback)
            throw Fault(reader, $"<xi:include href=\"{href}\"> names {file}, which does not exist, and has no <xi:fallback>");
    }

    /// <summary>
    /// Each child element in turn, as a reader of that element alone: whatever part of it is not read is skipped.
    /// </summary>
    private static IEnumerable<XmlReader> Children(XmlReader reader)
    {
        if (reader.IsEmptyElement)
            yield break;
        var depth = reader.Depth;
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType != XmlNodeType.Element)
                continue;
            using var child = reader.ReadSubtree();
            child.Read();
            yield return child;
        }
    }

    private HadoopConfigurationException Fault(XmlReader reader, string reason) => new($"{Position(reader)}: {reason}");

    private string Position(XmlReader reader) => $"{_open[^1]}:{((IXmlLineInfo)reader).LineNumber}";
}
