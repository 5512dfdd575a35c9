namespace Skein.Hadoop.Web.Server;

/// <summary>A line of a request's or an answer's head.</summary>
public sealed record HttpHeader(string Name, string Value)
{
    /// <summary>Whether it is the header of a name, in capitals or not.</summary>
    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
