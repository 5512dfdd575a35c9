using Skein.Specification.Documents;

namespace Skein.Specification;

/// <summary>Reads the fields of one object. What can not be understood is reported once and replaced by the fallback.</summary>
internal sealed class FieldReader
{
    private readonly SpecificationErrors _errors;
    private readonly DocumentValue _object;
    private readonly FieldPath _path;
    private readonly Dictionary<string, DocumentValue> _fields = new(StringComparer.Ordinal);

    public FieldReader(DocumentValue value, FieldPath path, string[] names, SpecificationErrors errors)
    {
        (_object, _path, _errors) = (value, path, errors);
        foreach (var (key, field) in Entries(value, path, errors))
        {
            if (names.Contains(key.Text, StringComparer.Ordinal))
                _fields.Add(key.Text, field);
            else
                errors.Add(path.Field(key.Text), key.Position, $"is not known here; {HintFor(key.Text, names)}");
        }

        foreach (var (name, field) in _fields)
            errors.Locate(path.Field(name), field.Position);
    }

    /// <summary>The entries of a map whose keys are free; keys that are no text or occur twice are reported and left out.</summary>
    public static List<DocumentEntry> Entries(DocumentValue map, FieldPath path, SpecificationErrors errors)
    {
        if (map.Kind != DocumentKind.Map)
        {
            errors.Add(path, map.Position, $"must be a map, a key and a value on each line, not {Describe(map)}");
            return [];
        }

        var entries = new List<DocumentEntry>(map.Entries.Count);
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            var (text, position) = (entry.Key.Text, entry.Key.Position);
            if (entry.Key.Kind != DocumentKind.Text)
                errors.Add(path.Field(text), position, $"a key must be text, not {Describe(entry.Key)}{Quoted(entry.Key)}");
            else if (!lines.TryAdd(text, position.Line))
                errors.Add(path.Field(text), position, $"is written twice, first in line {lines[text]}");
            else
                entries.Add(entry);
        }

        return entries;
    }

    /// <summary>The value of a field; null where it is left out or written as null.</summary>
    public DocumentValue? Child(string name) =>
        _fields.TryGetValue(name, out var value) && value.Kind != DocumentKind.Null ? value : null;

    /// <summary>As <see cref="Child"/>, and reports its absence.</summary>
    public DocumentValue? RequiredChild(string name)
    {
        var value = Child(name);
        if (value is null && _object.Kind == DocumentKind.Map)
            _errors.Add(_path.Field(name), _object.Position, "is required");
        return value;
    }

    public string Text(string name, string fallback) =>
        _fields.TryGetValue(name, out var value) ? TextOf(value, _path.Field(name)) ?? fallback : fallback;

    public bool Boolean(string name)
    {
        if (!_fields.TryGetValue(name, out var value))
            return false;
        if (value.Kind != DocumentKind.Boolean)
            Fault(name, value, $"must be true or false, not {Describe(value)}");
        return value.Boolean;
    }

    /// <summary>A whole number of 32 bits.</summary>
    public int Integer(string name, int fallback) => (int)Integer(name, fallback, int.MinValue, int.MaxValue);

    /// <summary>A whole number of 64 bits.</summary>
    public long LongInteger(string name) => Integer(name, 0, long.MinValue, long.MaxValue);

    /// <summary>An amount of memory in MiB, as a number or as text with a unit.</summary>
    public int Memory(string name, int fallback)
    {
        if (RequiredChild(name) is not { } value)
            return fallback;
        var mebibytes = 0;
        var fault = default(string);
        var understood = value.Kind switch
        {
            DocumentKind.Integer => MemorySize.TryRoundUp(value.Integer ?? ToDouble(value), out mebibytes, out fault),
            DocumentKind.Float => MemorySize.TryRoundUp(value.Float, out mebibytes, out fault),
            DocumentKind.Text => MemorySize.TryParse(value.Text, out mebibytes, out fault),
            _ => false,
        };
        if (understood)
            return mebibytes;
        Fault(name, value, fault ?? $"must be an amount of memory, as 512 MiB, not {Describe(value)}");
        return fallback;
    }

    /// <summary>A duration, as a number of seconds or as text with units.</summary>
    public TimeSpan Duration(string name, TimeSpan fallback)
    {
        if (!_fields.TryGetValue(name, out var value))
            return fallback;
        var duration = fallback;
        var understood = value.Kind switch
        {
            DocumentKind.Integer => DurationText.TryFromSeconds(value.Integer ?? ToDouble(value), out duration),
            DocumentKind.Float => DurationText.TryFromSeconds(value.Float, out duration),
            DocumentKind.Text => DurationText.TryParse(value.Text, out duration),
            _ => false,
        };
        if (understood)
            return duration;
        var instead = value.Kind == DocumentKind.Text ? NameHints.Quote(value.Text) : Describe(value);
        Fault(name, value, $"must be a duration, as 90s, 5m or 1h30m, not {instead}");
        return fallback;
    }

    /// <summary>One of the words of an enumeration, in any case.</summary>
    public T Choice<T>(string name, (string Name, T Value)[] choices, T fallback)
    {
        if (!_fields.TryGetValue(name, out var value))
            return fallback;
        foreach (var choice in choices)
        {
            if (value.Kind == DocumentKind.Text && choice.Name.Equals(value.Text, StringComparison.OrdinalIgnoreCase))
                return choice.Value;
        }

        var words = Array.ConvertAll(choices, static choice => choice.Name);
        // A bare OFF is a boolean in YAML 1.1, and yet a level of logs.
        Fault(name, value, value.Kind == DocumentKind.Text
            ? $"{NameHints.Quote(value.Text)} is not valid; {NameHints.Suggest(value.Text, words)}"
            : $"must be one of {string.Join(", ", words)}, not {Describe(value)}{Quoted(value)}");
        return fallback;
    }

    /// <summary>A list of texts.</summary>
    public List<string> TextList(string name)
    {
        var texts = new List<string>();
        if (Child(name) is not { } list)
            return texts;
        if (list.Kind != DocumentKind.List)
        {
            var instead = list.Kind == DocumentKind.Text ? $": write [{NameHints.Printable(list.Text)}]" : "";
            Fault(name, list, $"must be a list, not {Describe(list)}{(instead.Length < 60 ? instead : "")}");
            return texts;
        }

        for (var index = 0; index < list.Items.Count; index++)
        {
            var path = _path.Field(name).Item(index);
            _errors.Locate(path, list.Items[index].Position);
            if (TextOf(list.Items[index], path) is { } text)
                texts.Add(text);
        }

        return texts;
    }

    /// <summary>A map of texts by free keys.</summary>
    public Dictionary<string, string> TextMap(string name)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value, path) in Map(name))
        {
            if (TextOf(value, path) is { } text)
                texts.Add(key, text);
        }

        return texts;
    }

    /// <summary>The entries of a map with free keys; none where the field is left out.</summary>
    public IEnumerable<(string Key, DocumentValue Value, FieldPath Path)> Map(string name)
    {
        if (Child(name) is not { } map)
            yield break;
        var parent = _path.Field(name);
        foreach (var (key, value) in Entries(map, parent, _errors))
        {
            var path = parent.Field(key.Text);
            _errors.Locate(path, key.Position);
            yield return (key.Text, value, path);
        }
    }

    /// <summary>What a value is, never what it says: it may be a secret.</summary>
    public static string Describe(DocumentValue value) => value.Kind switch
    {
        DocumentKind.Null => "nothing",
        DocumentKind.Boolean => "a boolean",
        DocumentKind.Integer => "a number",
        DocumentKind.Float => "a number with a fraction",
        DocumentKind.Timestamp => "a date",
        DocumentKind.Text => "text",
        DocumentKind.List => "a list",
        _ => "a map",
    };

    private static double ToDouble(DocumentValue value) => value.Text.StartsWith('-') ? double.NegativeInfinity : double.PositiveInfinity;

    private static string Quoted(DocumentValue value) =>
        value.Kind is DocumentKind.Boolean or DocumentKind.Integer or DocumentKind.Float or DocumentKind.Timestamp ? ": put it in quotes" : "";

    // Documentation of the time before skein 0.7 still shows lists of commands.
    private static string HintFor(string name, string[] names) =>
        name == "commands" && names.Contains(SpecificationFields.Script, StringComparer.Ordinal)
            ? $"write its lines as one block after '{SpecificationFields.Script}: |'"
            : NameHints.Suggest(name, names);

    private long Integer(string name, long fallback, long least, long most)
    {
        if (!_fields.TryGetValue(name, out var value))
            return fallback;
        if (value is { Kind: DocumentKind.Integer, Integer: { } number } && number >= least && number <= most)
            return number;
        Fault(name, value, value.Kind == DocumentKind.Integer
            ? $"is out of range; the most is {most}, the least {least}"
            : $"must be a whole number, not {Describe(value)}");
        return fallback;
    }

    private string? TextOf(DocumentValue value, FieldPath path)
    {
        if (value.Kind == DocumentKind.Text)
            return value.Text;
        var advice = value.Kind == DocumentKind.Null ? ": leave it out, or write '' for empty text" : Quoted(value);
        _errors.Add(path, value.Position, $"must be text, not {Describe(value)}{advice}");
        return null;
    }

    private void Fault(string name, DocumentValue value, string message) => _errors.Add(_path.Field(name), value.Position, message);
}
