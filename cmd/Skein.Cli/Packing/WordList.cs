namespace Skein.Cli.Packing;

/// <summary>Words of the command line for the values of an option.</summary>
/// <param name="words">All of them; the first for a value is the one that is printed.</param>
internal sealed class WordList<T>(params (string Word, T Value)[] words)
    where T : struct, Enum
{
    public IReadOnlyList<string> Words { get; } = Array.ConvertAll(words, static known => known.Word);

    /// <returns>Null for a word that is none of these, and for no word.</returns>
    public T? Find(string? word)
    {
        foreach (var known in words)
        {
            if (known.Word == word)
                return known.Value;
        }

        return null;
    }

    public string NameOf(T value)
    {
        foreach (var known in words)
        {
            if (EqualityComparer<T>.Default.Equals(known.Value, value))
                return known.Word;
        }

        return value.ToString();
    }
}
