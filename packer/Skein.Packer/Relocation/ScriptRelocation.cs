using System.Text;

namespace Skein.Packer.Relocation;

/// <summary>Makes scripts start their interpreter, and shell scripts find their files, wherever the environment lies.</summary>
internal static class ScriptRelocation
{
    /// <param name="script">The whole file.</param>
    /// <param name="shebang">Its first line.</param>
    /// <param name="prefix">The prefix that occurs in it.</param>
    /// <param name="path">Path of the script below the environment.</param>
    /// <param name="isExecutable">Whether it is run by its own name, so that <c>$0</c> is its path.</param>
    /// <returns>The script, perhaps with occurrences left; null when nothing could be done.</returns>
    public static byte[]? Relocate(
        ReadOnlySpan<byte> script, Shebang shebang, InstalledPrefix prefix, string path, bool isExecutable)
    {
        shebang = shebang.ThroughEnv();
        var directory = RelativePath.DirectoryOf(path);
        var body = script[shebang.Length..];
        var name = RelativePath.NameOf(shebang.Interpreter);
        if (prefix.Below(shebang.Interpreter) is not { } below)
        {
            if (name == "env")
                name = shebang.Options.Split(' ')[^1];
            if (!ScriptLanguages.IsPosixShell(name))
                return null;
            return Trampoline(script[..shebang.Length], body, prefix, directory)
                ?? (isExecutable ? ShellScript(script[..shebang.Length], body, prefix, directory) : null);
        }

        var interpreter = ScriptTrampoline.BesideScript(RelativePath.Between(directory, below));
        var isPlain = below.All(static c => char.IsAsciiLetterOrDigit(c) || "/._+-".Contains(c, StringComparison.Ordinal));
        if (isPlain && ScriptTrampoline.Write(name, interpreter, shebang.Options, body) is { } trampoline)
            return trampoline;
        if (shebang.Options.Length != 0)
            return null;
        var first = Encoding.UTF8.GetBytes($"#!/usr/bin/env {name}\n");
        var isShell = ScriptLanguages.IsPosixShell(name) && isExecutable && prefix.IndexIn(body) >= 0;
        return (isShell ? ShellScript(first, body, prefix, directory) : null) ?? [.. first, .. body];
    }

    private static byte[]? ShellScript(ReadOnlySpan<byte> firstLine, ReadOnlySpan<byte> body, InstalledPrefix prefix, string directory)
    {
        if (ShellText.Replace(body, prefix, TextRelocation.Variable) is not { } relocated)
            return null;
        var up = RelativePath.Between(directory, "");
        var find = $"{TextRelocation.Variable}=$(cd -- {ScriptTrampoline.BesideScript(up)} && pwd -P)\n";
        return [.. firstLine, .. Encoding.ASCII.GetBytes(find), .. relocated];
    }

    // What installers write when a first line would be too long:
    //   '''exec' interpreter ... "$0" "$@"      the interpreter quoted or not
    // The rest of the string is in the same line (after #) or in the next.
    private static byte[]? Trampoline(ReadOnlySpan<byte> firstLine, ReadOnlySpan<byte> body, InstalledPrefix prefix, string directory)
    {
        if (!body.StartsWith(ScriptTrampoline.ExecuteWord))
            return null;
        var rest = body[ScriptTrampoline.ExecuteWord.Length..];
        var quote = rest.Length > 0 && rest[0] is (byte)'"' or (byte)'\'' ? rest[0] : (byte)0;
        if (quote != 0)
            rest = rest[1..];
        var end = quote != 0 ? rest.IndexOf(quote) : rest.StartsWith(prefix.Bytes)
            ? prefix.Bytes.Length + Math.Max(0, rest[prefix.Bytes.Length..].IndexOfAny((byte)' ', (byte)'\n'))
            : -1;
        if (end < 0 || prefix.Below(Encoding.UTF8.GetString(rest[..end])) is not { } below)
            return null;
        rest = rest[(quote != 0 ? end + 1 : end)..];
        var interpreter = ScriptTrampoline.BesideScript(RelativePath.Between(directory, below));
        return [.. firstLine, .. ScriptTrampoline.ExecuteWord, .. Encoding.UTF8.GetBytes(interpreter), .. rest];
    }
}
