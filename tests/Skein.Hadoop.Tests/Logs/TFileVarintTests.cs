using System.Text.Json;
using Skein.Hadoop.Logs.TFile;
using Skein.Hadoop.Tests.Rpc;

namespace Skein.Hadoop.Tests.Logs;

public sealed class TFileVarintTests
{
    [Fact]
    public void Integers_are_read_as_Hadoop_writes_them()
    {
        var pairs = GoldenFile.Open("encodings").Root.GetProperty("tfileVlong");
        Assert.NotEqual(0, pairs.GetArrayLength());
        foreach (var pair in pairs.EnumerateArray())
        {
            var bytes = Convert.FromHexString(pair[1].GetString()!);
            Assert.Equal(bytes.Length, TFileVarint.LengthOf(bytes[0]));
            Assert.Equal(pair[0].GetInt64(), TFileVarint.Decode(bytes));
        }
    }
}
