using System.Buffers.Binary;
using Skein.Hadoop.Hdfs.DataTransfer;
using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Hdfs.Reading;
using Skein.Hadoop.Hdfs.Writing;
using Skein.Hadoop.Tests.Rpc;

namespace Skein.Hadoop.Tests.Hdfs;

/// <summary>Recorded conversations with a real DataNode: what this client sends must be the same bit for bit.</summary>
public sealed class DataTransferFixtureTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 1300).Select(index => (byte)(index % 251))];
    private static readonly ChunkChecksum Checksum = new(ChecksumTypeProto.ChecksumCrc32C, 512);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_request_to_write_a_block_is_the_recorded_one()
    {
        var recorded = GoldenFile.Open("hdfs-write").Frame("OP_WRITE_BLOCK").Bytes;
        var located = GoldenFile.Open("hdfs-namenode").Frames
            .SkipWhile(frame => frame.What != "addBlock").ElementAt(1).Answer(AddBlockResponseProto.Parser).Block;
        var request = WriteBlockRequest.Create(Pipeline.Of(located), Checksum, "golden");
        Assert.Equal(Convert.ToHexString(recorded), Convert.ToHexString(DataTransferRequest.Encode(DataTransferOperation.WriteBlock, request)));
    }

    [Fact]
    public void Packets_are_the_recorded_ones()
    {
        var recorded = GoldenFile.Open("hdfs-write");
        var data = new OutgoingPacket(Checksum, 126 * 512, 0);
        data.Append(Content);
        data.Seal(0, isLast: false);
        Assert.Equal(Convert.ToHexString(recorded.Frame("packet seq=0").Bytes), Convert.ToHexString(data.Frame.Span));
        var last = new OutgoingPacket(Checksum, 0, Content.Length);
        last.Seal(1, isLast: true);
        Assert.Equal(Convert.ToHexString(recorded.Frame("packet seq=1").Bytes), Convert.ToHexString(last.Frame.Span));
        data.Release();
        last.Release();
    }

    [Fact]
    public void Acknowledgements_are_understood()
    {
        var acknowledgements = GoldenFile.Open("hdfs-write").Frames.Where(frame => frame.What == "ack").ToList();
        Assert.Equal(2, acknowledgements.Count);
        for (var index = 0; index < acknowledgements.Count; index++)
        {
            var bytes = acknowledgements[index].Bytes;
            Assert.True(DelimitedMessage.TryReadLength(bytes, 100, out var length, out var used));
            Assert.Equal(bytes.Length, length + used);
            var message = DelimitedMessage.Parse(PipelineAckProto.Parser, bytes.AsSpan(used));
            Assert.Equal(index, message.Seqno);
            Assert.Equal(Status.Success, Assert.Single(message.Reply));
        }
    }

    [Theory]
    [InlineData("whole", 0, 1300)]
    [InlineData("range_600_100", 600, 100)]
    public async Task A_recorded_block_is_asked_for_and_read_as_recorded(string conversation, int offset, int length)
    {
        var frames = GoldenFile.FramesOf(GoldenFile.Open("hdfs-read").Root.GetProperty(conversation));
        var asked = OpReadBlockProto.Parser.ParseFrom(Body(frames[0].Bytes));
        var (block, token) = (asked.Header.BaseHeader.Block, asked.Header.BaseHeader.Token);
        await using var stream = new ReplayedStream(GoldenFrame.Sent(frames, byClient: false));
        var connection = new DataNodeConnection(stream, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30), TimeProvider.System);
        await using (var reader = await BlockReader.OpenAsync(connection, block, token, asked.Header.ClientName, offset, length, Cancellation))
        {
            var content = new byte[length + 1];
            var read = 0;
            while (await reader.ReadAsync(content.AsMemory(read), Cancellation) is var count and > 0)
                read += count;
            Assert.Equal(Content[offset..(offset + length)], content[..read]);
        }

        Assert.Equal(Convert.ToHexString(GoldenFrame.Sent(frames, byClient: true)), Convert.ToHexString(stream.Sent));
    }

    private static ReadOnlySpan<byte> Body(byte[] request)
    {
        const int FixedLength = 3;
        Assert.Equal(28, BinaryPrimitives.ReadUInt16BigEndian(request));
        Assert.True(DelimitedMessage.TryReadLength(request.AsSpan(FixedLength), 1000, out var length, out var used));
        return request.AsSpan(FixedLength + used, length);
    }
}
