namespace Skein.Cli;

/// <summary>Finds the name that somebody meant who mistyped it.</summary>
internal static class NearestName
{
    // One slip for so many letters: more of them make another word.
    private const int LettersPerSlip = 3;

    /// <param name="typed">What was typed.</param>
    /// <param name="names">All that could be meant.</param>
    /// <returns>The name with the fewest slips between; null when none is near.</returns>
    public static string? Find(string typed, IEnumerable<string> names)
    {
        string? nearest = null;
        var fewest = int.MaxValue;
        foreach (var name in names)
        {
            var slips = Slips(typed, name);
            if (slips <= Math.Max(typed.Length, name.Length) / LettersPerSlip && slips < fewest)
                (nearest, fewest) = (name, slips);
        }

        return nearest;
    }

    // The least number of letters added, left out, mistaken, or swapped with their neighbour.
    private static int Slips(string typed, string name)
    {
        var slips = new int[typed.Length + 1, name.Length + 1];
        for (var i = 0; i <= typed.Length; i++)
        {
            for (var j = 0; j <= name.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    slips[i, j] = i + j;
                    continue;
                }

                var mistaken = slips[i - 1, j - 1] + (typed[i - 1] == name[j - 1] ? 0 : 1);
                slips[i, j] = Math.Min(mistaken, Math.Min(slips[i - 1, j], slips[i, j - 1]) + 1);
                if (i > 1 && j > 1 && typed[i - 1] == name[j - 2] && typed[i - 2] == name[j - 1])
                    slips[i, j] = Math.Min(slips[i, j], slips[i - 2, j - 2] + 1);
            }
        }

        return slips[typed.Length, name.Length];
    }
}
