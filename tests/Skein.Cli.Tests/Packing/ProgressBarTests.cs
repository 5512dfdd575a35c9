using Skein.Cli.Packing;
using Skein.Packer;

namespace Skein.Cli.Tests.Packing;

public sealed class ProgressBarTests
{
    private static readonly PackProgress Half = new(50, 100, 230_000_000, 460_000_000, 70_000_000, "lib/python3.11/site-packages/numpy/core/_multiarray.so");

    [Fact]
    public void A_wide_terminal_shows_everything() => Assert.Equal(
        "[############------------]  50 %  230.0 MB of 460.0 MB  115.0 MB/s  0:02 left  lib/python3.11/site-packages/numpy/core/_multiarray.so",
        ProgressBar.Render(Half, TimeSpan.FromSeconds(2), 200));

    [Theory]
    [InlineData(100, "[############------------]  50 %  230.0 MB of 460.0 MB  115.0 MB/s  0:02 left  ...ore/_multiarray.so")]
    [InlineData(79, "[#####-----]  50 %  230.0 MB of 460.0 MB  115.0 MB/s  0:02 left  ...ltiarray.so")]
    [InlineData(63, "[#####-----]  50 %  230.0 MB of 460.0 MB  115.0 MB/s  0:02 left")]
    [InlineData(52, "[#####-----]  50 %  230.0 MB of 460.0 MB  115.0 MB/s")]
    [InlineData(40, "[#####-----]  50 %  230.0 MB of 460.0 MB")]
    [InlineData(30, "[#####-----]  50 %")]
    [InlineData(29, " 50 %  230.0 MB of 460.0 MB")]
    [InlineData(5, " 50 %")]
    [InlineData(4, "")]
    [InlineData(0, "")]
    [InlineData(-1, "")]
    public void A_narrow_terminal_loses_what_matters_least(int width, string expected) =>
        Assert.Equal(expected, ProgressBar.Render(Half, TimeSpan.FromSeconds(2), width));

    [Fact]
    public void No_line_is_wider_than_the_terminal()
    {
        var times = (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromDays(3)];
        foreach (var path in (string[])["", "a", "lib/数据/模型.bin", new string('x', 5000), new string('数', 300)])
        {
            for (var width = 0; width < 220; width++)
            {
                foreach (var elapsed in times)
                    Assert.InRange(Columns(ProgressBar.Render(Half with { Current = path }, elapsed, width)), 0, width);
            }
        }
    }

    [Fact]
    public void Rate_and_remaining_time_wait_for_a_second() => Assert.Equal(
        "[############------------]  50 %  230.0 MB of 460.0 MB  a",
        ProgressBar.Render(Half with { Current = "a" }, TimeSpan.FromSeconds(0.99), 120));

    [Fact]
    public void A_long_way_to_go_is_told_in_hours() =>
        Assert.Contains("  2:46:40 left", ProgressBar.Render(new PackProgress(1, 2, 1_000, 1_001_000, 0, ""), TimeSpan.FromSeconds(10), 120), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, 0, 0, 0, "100 %")]
    [InlineData(1, 4, 0, 0, " 25 %")]
    [InlineData(1, 4, 999, 1000, " 99 %")]
    [InlineData(4, 4, 1000, 1000, "100 %")]
    [InlineData(4, 4, 2000, 1000, "100 %")]
    public void The_share_is_of_bytes_where_there_are_any(int files, int totalFiles, long bytes, long totalBytes, string expected) =>
        Assert.Equal(expected, ProgressBar.Render(new PackProgress(files, totalFiles, bytes, totalBytes, 0, ""), TimeSpan.Zero, 8));

    [Fact]
    public void A_file_name_can_not_command_the_terminal() =>
        Assert.EndsWith("  a?[2Jb?c", ProgressBar.Render(Half with { Current = "a\e[2Jb\nc" }, TimeSpan.Zero, 120), StringComparison.Ordinal);

    private static int Columns(string line) => line.Sum(static character => char.IsAscii(character) ? 1 : 2);
}
