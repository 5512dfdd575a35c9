namespace Skein.Hadoop.Security;

/// <summary>A Kerberos principal by its parts, <c>primary[/host][@REALM]</c>.</summary>
/// <param name="Primary">Name of the user or of the service.</param>
/// <param name="Host">The second part; null: there is none.</param>
/// <param name="Realm">Null: none is named.</param>
public sealed record PrincipalName(string Primary, string? Host, string? Realm)
{
    /// <exception cref="FormatException">It is no such name.</exception>
    public static PrincipalName Parse(string text)
    {
        var at = text.LastIndexOf('@');
        var realm = at < 0 ? null : text[(at + 1)..];
        var parts = (at < 0 ? text : text[..at]).Split('/');
        return parts.Length <= 2 && realm != "" && !text.AsSpan(0, Math.Max(at, 0)).Contains('@') && Array.TrueForAll(parts, part => part.Length > 0)
            ? new PrincipalName(parts[0], parts.Length == 2 ? parts[1] : null, realm)
            : throw new FormatException($"\"{text}\" is no Kerberos principal such as user@REALM or service/host@REALM");
    }

    /// <summary>As it is written.</summary>
    public override string ToString() => Primary + (Host is null ? "" : $"/{Host}") + (Realm is null ? "" : $"@{Realm}");
}
