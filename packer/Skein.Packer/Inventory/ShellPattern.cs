namespace Skein.Packer.Inventory;

/// <summary>Matches whole paths against shell patterns in which <c>*</c> also stands for <c>/</c>.</summary>
internal static class ShellPattern
{
    //   *       any run of characters, also none       [abc]   one of them; ranges as in a-z
    //   ?       one character                          [!abc]  one that is none of them
    // A bracket that never closes is an ordinary character, and so is everything else.
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> path)
    {
        int p = 0, t = 0, starAt = -1, starText = 0;
        while (t < path.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                starAt = p++;
                starText = t;
            }
            else if (p < pattern.Length && MatchesOne(pattern[p..], path[t], out var length))
            {
                p += length;
                t++;
            }
            else if (starAt >= 0)
            {
                // The latest star takes one more character; earlier stars never need to.
                p = starAt + 1;
                t = ++starText;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*')
            p++;
        return p == pattern.Length;
    }

    private static bool MatchesOne(ReadOnlySpan<char> pattern, char character, out int length)
    {
        length = 1;
        if (pattern[0] == '?')
            return true;
        if (pattern[0] != '[')
            return pattern[0] == character;
        var negated = pattern.Length > 1 && pattern[1] == '!';
        var first = negated ? 2 : 1;
        // A closing bracket in the first place is a member of the set.
        var close = first + 1 < pattern.Length ? pattern[(first + 1)..].IndexOf(']') : -1;
        if (close < 0)
            return character == '[';
        close += first + 1;
        length = close + 1;
        return Contains(pattern[first..close], character) != negated;
    }

    private static bool Contains(ReadOnlySpan<char> set, char character)
    {
        for (var i = 0; i < set.Length; i++)
        {
            if (i + 2 < set.Length && set[i + 1] == '-')
            {
                if (character >= set[i] && character <= set[i + 2])
                    return true;
                i += 2;
            }
            else if (set[i] == character)
            {
                return true;
            }
        }

        return false;
    }
}
