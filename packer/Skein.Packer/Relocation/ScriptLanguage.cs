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

    /// <summary>A string that stands alone in its line does nothing; comments with <c>//</c>.</summary>
    JavaScript,

    /// <summary>Skips a first line with <c>#</c>; strings in double brackets.</summary>
    Lua,

    /// <summary>Comments with <c>#</c>, which a backslash at the end of the line continues.</summary>
    Tcl,

    /// <summary>Comments with <c>#</c>, which blanks and form feeds may precede.</summary>
    HashComments,
}
