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
        var widths = Array.ConvertAll(headers, header => header.Length);
        foreach (var row in _rows)
        {
            for (var column = 0; column < widths.Length; column++)
                widths[column] = Math.Max(widths[column], row[column].Length);
        }

        foreach (var row in _rows)
            output.WriteLine(string.Join(Gap, row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}
