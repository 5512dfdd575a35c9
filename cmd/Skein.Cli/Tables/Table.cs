namespace Skein.Cli.Tables;

/// <summary>Rows under upper-case headers, as skein prints them: padded to the widest, four spaces between, nothing after the last.</summary>
internal sealed class Table(params string[] headers)
{
    private const string Gap = "    ";

    private readonly List<string[]> _rows = [headers];

    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Prints the header, and the rows if there are any.</summary>
    public void Print(TextWriter output)
    {
        int[] widths = [.. headers.Select((_, column) => _rows.Max(row => row[column].Length))];
        foreach (string[] row in _rows)
            output.WriteLine(string.Join(Gap, row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}
