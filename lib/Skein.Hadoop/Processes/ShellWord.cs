using System.Buffers;

namespace Skein.Hadoop.Processes;

/// <summary>Text as one word of a POSIX shell's command.</summary>
public static class ShellWord
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/.:_-+@%=,");

    /// <summary>Whether a text means nothing but itself, without quotes.</summary>
    public static bool IsPlain(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(Plain);

    /// <summary>The text itself where it is plain, else in single quotes.</summary>
    public static string Quote(string text) => IsPlain(text) ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>The text without quotes: a backslash before everything that is not plain. A line end can not be written that way.</summary>
    public static string Escape(string text) =>
        IsPlain(text) ? text : string.Concat(text.Select(static character => IsPlain([character]) ? $"{character}" : $"\\{character}"));
}
