using Skein.Cli.Tables;

namespace Skein.Cli.Tests.Tables;

public sealed class TableTests
{
    [Fact]
    public void Columns_are_padded_to_the_widest_and_rows_end_with_their_text()
    {
        var table = new Table("A", "LONGER", "C");
        table.Add("wide cell", "x", "");
        Assert.Equal("A            LONGER    C\nwide cell    x\n", Print(table));
    }

    [Fact]
    public void Empty_list_prints_the_header_only() => Assert.Equal("SERVICE    ID\n", Print(new Table("SERVICE", "ID")));

    private static string Print(Table table)
    {
        var output = new StringWriter { NewLine = "\n" };
        table.Print(output);
        return output.ToString();
    }
}
