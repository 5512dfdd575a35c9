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

    [Fact]
    public void Integers_are_written_as_Hadoop_writes_them()
    {
        foreach (var pair in GoldenFile.Open("encodings").Root.GetProperty("tfileVlong").EnumerateArray())
            Assert.Equal(pair[1].GetString(), Convert.ToHexStringLower(Encode(pair[0].GetInt64())));
    }

    [Fact]
    public void Integers_around_every_length_are_read_as_they_were_written()
    {
        for (var bit = 0; bit < 63; bit++)
        {
            for (var near = -3; near <= 3; near++)
            {
                foreach (var value in (long[])[(1L << bit) + near, -(1L << bit) + near, 20 * (1L << bit) + near])
                {
                    var bytes = Encode(value);
                    Assert.Equal(bytes.Length, TFileVarint.LengthOf(bytes[0]));
                    Assert.Equal(value, TFileVarint.Decode(bytes));
                }
            }
        }
    }

    private static byte[] Encode(long value)
    {
        var bytes = new byte[TFileVarint.MaximumLength];
        return bytes[..TFileVarint.Encode(value, bytes)];
    }
}
