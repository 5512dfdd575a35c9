namespace Skein.Cli.Packing;

/// <summary>Words of the command line for the values of an option.</summary>
/// <param name="words">All of them; the first for a value is the one that is printed.</param>
internal sealed class WordList<T>(params (string Word, T Value)[] words)
    where T : struct, Enum
{
    public T? Find(string word)
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

    /// <summary>All words, as a sentence lists them.</summary>
    public override string ToString() => string.Join(", ", Array.ConvertAll(words, static known => known.Word));
}
