using Skein.Hadoop.Hdfs.DataTransfer;
using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Rpc;

namespace Skein.Hadoop.Tests.Hdfs;

public sealed class DelimitedMessageTests
{
    [Fact]
    public void A_message_comes_back_as_it_was()
    {
        var message = new BlockOpResponseProto { Status = Status.Error, Message = new string('x', 300) };
        var bytes = Delimited.Encode(message);
        Assert.True(DelimitedMessage.TryReadLength(bytes, 1000, out var length, out var used));
        Assert.Equal((bytes.Length - 2, 2), (length, used));
        Assert.Equal(message, DelimitedMessage.Parse(BlockOpResponseProto.Parser, bytes.AsSpan(used)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("FFFFFFFF")]
    public void A_length_that_has_not_arrived_yet_is_waited_for(string hex) =>
        Assert.False(DelimitedMessage.TryReadLength(Convert.FromHexString(hex), 1000, out _, out _));

    [Theory]
    [InlineData("E907")]
    [InlineData("FFFFFFFF0F")]
    [InlineData("FFFFFFFF7F")]
    [InlineData("808080808001")]
    [InlineData("FFFFFFFFFFFFFFFFFF01")]
    public void A_length_above_the_limit_or_broken_is_refused(string hex) =>
        Assert.Throws<DataTransferException>(() => DelimitedMessage.TryReadLength(Convert.FromHexString(hex), 1000, out _, out _));
}
