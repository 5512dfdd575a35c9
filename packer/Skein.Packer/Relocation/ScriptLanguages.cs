namespace Skein.Packer.Relocation;

/// <summary>Tells an interpreter's language by its name.</summary>
internal static class ScriptLanguages
{
    public static ScriptLanguage Of(string interpreterName) => interpreterName.TrimEnd("0123456789.".ToCharArray()) switch
    {
        "python" or "pypy" or "pythonw" => ScriptLanguage.Python,
        "perl" => ScriptLanguage.Perl,
        "ruby" => ScriptLanguage.Ruby,
        "node" => ScriptLanguage.JavaScript,
        "lua" or "luajit" => ScriptLanguage.Lua,
        "tclsh" or "wish" => ScriptLanguage.Tcl,
        "Rscript" or "R" => ScriptLanguage.HashComments,
        _ => ScriptLanguage.Other,
    };

    /// <summary>Whether the interpreter is a shell that understands <c>$( )</c>, <c>"${name}"</c> and here-documents.</summary>
    public static bool IsPosixShell(string interpreterName) =>
        interpreterName is "sh" or "bash" or "dash" or "ksh" or "mksh" or "zsh" or "ash";
}
