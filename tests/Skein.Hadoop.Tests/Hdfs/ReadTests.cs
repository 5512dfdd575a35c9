using System.Buffers.Binary;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Hdfs;
using Skein.Hadoop.Hdfs.DataTransfer;
using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Rpc;

namespace Skein.Hadoop.Tests.Hdfs;

public sealed class ReadTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 20_000).Select(index => (byte)(index % 251))];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_of_several_blocks_is_read_across_their_borders()
    {
        await using var cluster = FakeCluster.Start(2);
        cluster.NameNode.AddFile(Content, cluster.DataNodes[0]);
        cluster.NameNode.AddFile(Content, cluster.DataNodes[1]);
        cluster.NameNode.AddFile([1, 2, 3], cluster.DataNodes[0]);
        byte[] expected = [.. Content, .. Content, 1, 2, 3];
        Assert.Equal(expected, await cluster.ReadAsync(Cancellation));

        await using var stream = await cluster.Files.OpenReadAsync(FakeCluster.Path, Cancellation);
        stream.Position = Content.Length - 1;
        var part = new byte[2];
        await stream.ReadExactlyAsync(part, Cancellation);
        Assert.Equal([Content[^1], Content[0]], part);
    }

    [Fact]
    public async Task A_wrong_checksum_leads_to_the_next_replica_and_is_reported()
    {
        await using var cluster = FakeCluster.Start(2);
        cluster.NameNode.AddFile(Content, cluster.DataNodes);
        cluster.DataNodes[0].CorruptOffset = 7000;
        Assert.Equal(Content, await cluster.ReadAsync(Cancellation));
        var fault = Assert.Single(cluster.SurvivedFaults);
        Assert.StartsWith("/f: DataNode dn1:", fault);
        // The chunk that holds byte 7000 begins at 6656.
        Assert.Contains("sent blk_1000_1 with a wrong checksum at offset 6656 of the block", fault);
        Assert.Single(cluster.DataNodes[1].ReadRequests);
    }

    [Fact]
    public async Task When_every_replica_is_bad_the_error_names_each_of_them()
    {
        await using var cluster = FakeCluster.Start(3);
        cluster.NameNode.AddFile(Content, cluster.DataNodes);
        cluster.DataNodes[0].CorruptOffset = 0;
        cluster.DataNodes[1].Die();
        cluster.DataNodes[2].Replicas.Clear();
        var fault = await Assert.ThrowsAsync<FileSystemException>(() => cluster.ReadAsync(Cancellation));
        Assert.StartsWith("/f: blk_1000_1 can not be read from any DataNode: ", fault.Message);
        Assert.Contains("DataNode dn1:", fault.Message);
        Assert.Contains("wrong checksum", fault.Message);
        Assert.Contains("DataNode dn2:", fault.Message);
        Assert.Contains("can not be reached at 127.0.0.1:", fault.Message);
        Assert.Contains("DataNode dn3:", fault.Message);
        Assert.Contains("Replica not found", fault.Message);
        // The NameNode is asked once more before giving up.
        Assert.Equal(2, cluster.NameNode.Calls.Count(call => call == "getBlockLocations"));
    }

    [Fact]
    public async Task A_replica_that_ends_in_the_middle_of_a_packet_is_continued_elsewhere()
    {
        await using var cluster = FakeCluster.Start(2);
        cluster.NameNode.AddFile(Content, cluster.DataNodes);
        cluster.DataNodes[0].ReadDiesAfter = 9000;
        Assert.Equal(Content, await cluster.ReadAsync(Cancellation));
        Assert.True(cluster.DataNodes[1].ReadRequests.TryPeek(out var request));
        Assert.Equal(8192u, request.Offset);
    }

    [Fact]
    public async Task A_dead_node_is_not_asked_first_again_at_the_next_block()
    {
        await using var cluster = FakeCluster.Start(2);
        cluster.NameNode.AddFile(Content, cluster.DataNodes);
        cluster.NameNode.AddFile(Content, cluster.DataNodes);
        cluster.DataNodes[0].Die();
        byte[] expected = [.. Content, .. Content];
        Assert.Equal(expected, await cluster.ReadAsync(Cancellation));
        Assert.Single(cluster.SurvivedFaults);
    }

    [Fact]
    public async Task A_refused_token_is_replaced_by_asking_the_name_node_again()
    {
        await using var cluster = FakeCluster.Start(1);
        cluster.NameNode.AddFile(Content, cluster.DataNodes);
        cluster.DataNodes[0].RawAnswer = Delimited.Encode(new BlockOpResponseProto { Status = Status.ErrorAccessToken });
        var asked = 0;
        cluster.NameNode.OnCall = call =>
        {
            if (call == "getBlockLocations" && ++asked == 2)
                cluster.DataNodes[0].RawAnswer = null;
        };
        Assert.Equal(Content, await cluster.ReadAsync(Cancellation));
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task A_short_step_forward_reads_on_and_a_long_one_connects_anew()
    {
        await using var cluster = FakeCluster.Start(1);
        cluster.NameNode.AddFile(new byte[400_000], cluster.DataNodes);
        await using var stream = await cluster.Files.OpenReadAsync(FakeCluster.Path, Cancellation);
        var one = new byte[1];
        foreach (var position in new[] { 0, 5_000, 100_000, 399_999 })
        {
            stream.Position = position;
            await stream.ReadExactlyAsync(one, Cancellation);
        }

        Assert.Equal([0ul, 399_999ul], cluster.DataNodes[0].ReadRequests.Select(request => request.Offset));
    }

    [Fact]
    public async Task Encrypted_and_erasure_coded_files_are_refused()
    {
        await using var cluster = FakeCluster.Start(1);
        cluster.NameNode.AddFile(Content, cluster.DataNodes);
        cluster.NameNode.OnLocations = located => located.EcPolicy = new ErasureCodingPolicyProto { Id = 1, Name = "RS-6-3-1024k" };
        var fault = await Assert.ThrowsAsync<FileSystemException>(() => cluster.ReadAsync(Cancellation));
        Assert.Equal(FileSystemFault.Unsupported, fault.Fault);
        Assert.Contains("RS-6-3-1024k", fault.Message);
    }

    /// <summary>Answers that must end the connection, and neither hang nor take memory.</summary>
    public static TheoryData<string, byte[]> HostileAnswers => new()
    {
        { "closed the connection", [] },
        { "are accepted", [0xFF, 0xFF, 0xFF, 0xFF, 0x0F] },
        { "length of a message is broken", [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF] },
        { "can not be parsed", [3, 0xFF, 0xFF, 0xFF] },
        { "does not say which checksums", Delimited.Encode(new BlockOpResponseProto { Status = Status.Success }) },
        { "is said to cover 0 bytes", Accepted(ChecksumTypeProto.ChecksumCrc32C, 0, 0) },
        { "is said to cover 4294967295 bytes", Accepted(ChecksumTypeProto.ChecksumCrc32C, uint.MaxValue, 0) },
        { "wants to begin at 512", Accepted(ChecksumTypeProto.ChecksumCrc32C, 512, 512) },
        { "a packet of length -1 is announced", [.. Sound, .. Lengths(-1, 25)] },
        { "a packet of length 2147483647 is announced", [.. Sound, .. Lengths(int.MaxValue, 25)] },
        { "a packet of length 3 is announced", [.. Sound, .. Lengths(3, 25)] },
        { "a packet header of 0 bytes", [.. Sound, .. Lengths(4, 0)] },
        { "a packet header of 65535 bytes", [.. Sound, .. Lengths(4, ushort.MaxValue)] },
        { "closed the connection", [.. Sound, .. Lengths(4, 25), 1, 2, 3] },
        { "says it holds -5 bytes", [.. Sound, .. Packet(0, 0, -5, 16)] },
        { "says it holds 100 bytes of data in 16", [.. Sound, .. Packet(0, 0, 100, 16)] },
        { "brings 15 bytes of checksums for 1 bytes", [.. Sound, .. Packet(0, 0, 1, 16)] },
        { "says it begins at -512", [.. Sound, .. Packet(-512, 0, 12, 16)] },
        { "sent packet 7 at 0 where 0 at 0 is due", [.. Sound, .. Packet(0, 7, 12, 16)] },
        { "sent packet 0 at 1024 where 0 at 0 is due", [.. Sound, .. Packet(1024, 0, 12, 16)] },
        { "ended blk_1000_1 at 0, before 20000", [.. Sound, .. Packet(0, 0, 0, 0)] },
    };

    private static byte[] Sound => Accepted(ChecksumTypeProto.ChecksumCrc32C, 512, 0);

    [Theory]
    [MemberData(nameof(HostileAnswers))]
    public async Task A_hostile_answer_ends_the_connection_with_its_reason(string reason, byte[] answer)
    {
        await using var cluster = FakeCluster.Start(1);
        cluster.NameNode.AddFile(Content, cluster.DataNodes);
        cluster.DataNodes[0].RawAnswer = answer;
        var fault = await Assert.ThrowsAsync<FileSystemException>(() => cluster.ReadAsync(Cancellation));
        Assert.Contains(reason, fault.Message);
    }

    [Fact]
    public async Task A_silent_data_node_is_given_up_after_the_socket_timeout()
    {
        var options = FakeCluster.Options with { SocketTimeout = TimeSpan.FromMilliseconds(50) };
        await using var cluster = FakeCluster.Start(1, options: options);
        cluster.NameNode.AddFile(Content, cluster.DataNodes);
        // A response that announces more than ever comes, on a connection that stays open.
        cluster.DataNodes[0].RawAnswer = [100, 1];
        cluster.DataNodes[0].StaysOpen = true;
        var fault = await Assert.ThrowsAsync<FileSystemException>(() => cluster.ReadAsync(Cancellation));
        Assert.Contains("sent nothing for", fault.Message);
        Assert.Contains("dfs.client.socket-timeout", fault.Message);
    }

    private static byte[] Accepted(ChecksumTypeProto type, uint bytesPerChecksum, ulong offset) =>
        Delimited.Encode(new BlockOpResponseProto
        {
            Status = Status.Success,
            ReadOpChecksumInfo = new ReadOpChecksumInfoProto
            {
                Checksum = new ChecksumProto { Type = type, BytesPerChecksum = bytesPerChecksum },
                ChunkOffset = offset,
            },
        });

    private static byte[] Lengths(int length, ushort header)
    {
        var bytes = new byte[PacketFrame.LengthsSize];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(4), header);
        return bytes;
    }

    private static byte[] Packet(long offset, long sequence, int dataLength, int body)
    {
        var bytes = new byte[PacketFrame.LengthsSize + PacketFrame.MaxHeaderLength];
        var used = new PacketFrame(body - dataLength, dataLength, offset, sequence, dataLength == 0).WriteBackwards(bytes);
        return [.. bytes[^used..], .. new byte[body]];
    }
}
