using Skein.Packer;

namespace Skein.Cli.Packing;

/// <summary>What prevents packing, as a person reads it: every problem, and as much of its details as helps.</summary>
internal static class ProblemList
{
    private const int MostDetails = 20;

    public static void Print(IReadOnlyList<PackProblem> problems, TextWriter writer)
    {
        foreach (var problem in problems)
        {
            writer.WriteLine($"Error: {PrintableText.Of(problem.Message)}");
            PrintSome(problem.Details, MostDetails, writer);
        }
    }

    /// <summary>Prints the first lines of a list that may be long, and how many more there are.</summary>
    public static void PrintSome(IReadOnlyList<string> lines, int most, TextWriter writer)
    {
        // One line in the place of "and 1 more" tells more.
        var shown = lines.Count <= most + 1 ? lines.Count : most;
        for (var i = 0; i < shown; i++)
            writer.WriteLine($"  {PrintableText.Of(lines[i])}");
        if (shown < lines.Count)
            writer.WriteLine($"  and {lines.Count - shown} more; --json lists them all");
    }
}
