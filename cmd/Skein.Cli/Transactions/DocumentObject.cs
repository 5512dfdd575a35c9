using System.Text;
using System.Text.Json;
using Skein.Protocol;

namespace Skein.Cli.Transactions;

/// <summary>An object of a JSON document, read property by property; what nobody asks for is refused.</summary>
internal sealed class DocumentObject
{
    private readonly string _place;
    private readonly Dictionary<string, JsonElement> _properties = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    /// <param name="element">The object.</param>
    /// <param name="place">Where it is in the document, such as <c>then[0].put</c>; empty: it is the document.</param>
    /// <exception cref="InvalidInputException">It is no object, or has a property twice.</exception>
    public DocumentObject(JsonElement element, string place)
    {
        _place = place;
        if (element.ValueKind != JsonValueKind.Object)
            throw Wrong("is no JSON object");
        foreach (var property in element.EnumerateObject())
        {
            if (!_properties.TryAdd(property.Name, property.Value))
                throw Wrong($"has '{property.Name}' twice");
        }
    }

    public bool Has(string name) => _properties.ContainsKey(name);

    /// <summary>The objects of a list; none if it is missing.</summary>
    public IReadOnlyList<DocumentObject> List(string name)
    {
        var objects = new List<DocumentObject>();
        if (Find(name) is not { } list)
            return objects;
        if (list.ValueKind != JsonValueKind.Array)
            throw Wrong($"'{name}' is no list");
        foreach (var element in list.EnumerateArray())
            objects.Add(new DocumentObject(element, $"{PlaceOf(name)}[{objects.Count}]"));
        return objects;
    }

    /// <summary>An object; null if it is missing.</summary>
    public DocumentObject? Object(string name) => Find(name) is { } element ? new DocumentObject(element, PlaceOf(name)) : null;

    /// <summary>A text; null if it is missing or null.</summary>
    public string? Text(string name)
    {
        if (Find(name) is not { ValueKind: not JsonValueKind.Null } element)
            return null;
        if (element.ValueKind != JsonValueKind.String)
            throw Wrong($"'{name}' is no text");
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            throw Wrong($"'{name}' is no text: it holds half of a surrogate pair");
        }
    }

    /// <summary>A text that must be there and not empty.</summary>
    public string Key(string name) => Text(name) is { Length: > 0 } key ? key : throw Wrong($"needs '{name}', a text that is not empty");

    /// <summary>Whether a property is true; false if it is missing.</summary>
    public bool Flag(string name) => Find(name)?.ValueKind switch
    {
        null or JsonValueKind.False => false,
        JsonValueKind.True => true,
        _ => throw Wrong($"'{name}' is neither true nor false"),
    };

    /// <summary>The bytes of <c>value</c> or <c>base64</c>; null if there are none.</summary>
    public byte[]? Bytes()
    {
        (var text, var encoded) = (Text("value"), Text("base64"));
        if (Has("value") && Has("base64"))
            throw Wrong("'value' and 'base64' exclude each other");
        if (encoded is null)
            return text is null ? null : Encoding.UTF8.GetBytes(text);
        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var length) ? bytes[..length] : throw Wrong("'base64' is no base64");
    }

    /// <summary>The container that <c>owner</c> names; null if it is missing or null.</summary>
    public ContainerInstance? Owner() => Text("owner") is { } text ? ContainerArgument.Parse(text, PlaceOf("owner")) : null;

    /// <exception cref="InvalidInputException">There is a property that nobody asked for.</exception>
    public void RequireNothingElse()
    {
        foreach (var name in _properties.Keys)
        {
            if (!_asked.Contains(name))
                throw Wrong($"has '{name}', which does not belong here");
        }
    }

    public InvalidInputException Wrong(string what) => new($"{(_place.Length > 0 ? _place : "the transaction")}: {what}");

    private string PlaceOf(string name) => _place.Length > 0 ? $"{_place}.{name}" : name;

    private JsonElement? Find(string name)
    {
        _asked.Add(name);
        return _properties.TryGetValue(name, out var element) ? element : null;
    }
}
