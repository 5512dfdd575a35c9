namespace Skein.Packer.Relocation;

/// <summary>Languages by how a script can share its first lines with the shell.</summary>
internal enum ScriptLanguage
{
    /// <summary>No form is known.</summary>
    Other,

    /// <summary>Triple-quoted strings, comments with <c>#</c>.</summary>
    Python,

    /// <summary>Skips to <c>#!perl</c> when asked.</summary>
    Perl,

    /// <summary>Skips to <c>#!ruby</c> when asked.</summary>
    Ruby,

    /// <summary>Comments with <c>#</c>, which blanks and form feeds may precede.</summary>
    HashComments,
}
