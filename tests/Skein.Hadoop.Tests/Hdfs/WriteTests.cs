using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Hdfs;
using Skein.Hadoop.Hdfs.DataTransfer;
using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Tests.Rpc;
using Stage = Skein.Hadoop.Hdfs.Protocol.OpWriteBlockProto.Types.BlockConstructionStage;

namespace Skein.Hadoop.Tests.Hdfs;

public sealed class WriteTests
{
    // Two blocks of 1 MiB and a part of a third, with a chunk that is not full.
    private static readonly byte[] Content = [.. Enumerable.Range(0, 2_400_001).Select(index => (byte)(index % 251))];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_data_node_of_the_pipeline_gets_every_byte_of_every_block()
    {
        await using var cluster = FakeCluster.Start(3);
        await cluster.WriteAsync(Content, Cancellation);
        Assert.True(cluster.NameNode.IsComplete);
        Assert.Equal([1048576ul, 1048576ul, 302849ul], cluster.NameNode.Blocks.Select(block => block.B.NumBytes));
        foreach (var dataNode in cluster.DataNodes)
        {
            Assert.Equal(Content, cluster.ContentAt(dataNode));
            Assert.All(dataNode.Replicas.Values, replica => Assert.True(replica.IsClosed));
        }

        Assert.Equal(Content, await cluster.ReadAsync(Cancellation));
        Assert.Empty(cluster.SurvivedFaults);
    }

    [Fact]
    public async Task Completing_is_asked_for_until_the_name_node_agrees()
    {
        await using var cluster = FakeCluster.Start(1);
        cluster.NameNode.IncompleteAnswers = 3;
        await cluster.WriteAsync([1], Cancellation);
        Assert.Equal(4, cluster.NameNode.Calls.Count(call => call == "complete"));
        Assert.True(cluster.NameNode.IsComplete);
    }

    [Fact]
    public async Task A_name_node_that_is_not_ready_for_the_next_block_is_asked_again()
    {
        await using var cluster = FakeCluster.Start(1);
        cluster.NameNode.Errors["addBlock"] = new([("org.apache.hadoop.hdfs.server.namenode.NotReplicatedYetException", "Not replicated yet")]);
        await cluster.WriteAsync([1], Cancellation);
        Assert.True(cluster.NameNode.IsComplete);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task When_a_data_node_dies_the_survivors_get_every_byte(int victim)
    {
        await using var cluster = FakeCluster.Start(3);
        cluster.DataNodes[victim].DiesAfterPackets = 5;
        await cluster.WriteAsync(Content, Cancellation);

        Assert.True(cluster.NameNode.IsComplete);
        foreach (var survivor in cluster.DataNodes.Where((_, index) => index != victim))
        {
            Assert.Equal(Content, cluster.ContentAt(survivor));
            Assert.All(survivor.Replicas.Values, replica => Assert.True(replica.IsClosed));
            var recovery = Assert.Single(survivor.WriteRequests, request => request.Stage == Stage.PipelineSetupStreamingRecovery);
            var block = recovery.Header.BaseHeader.Block;
            Assert.Equal(recovery.MinBytesRcvd, block.NumBytes);
            Assert.True(recovery.MaxBytesRcvd >= recovery.MinBytesRcvd);
            Assert.True(recovery.LatestGenerationStamp > block.GenerationStamp);
        }

        Assert.Contains(cluster.SurvivedFaults, fault => fault.StartsWith($"/f: DataNode dn{victim + 1}:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_data_nodes_may_die_one_after_the_other()
    {
        await using var cluster = FakeCluster.Start(3);
        cluster.DataNodes[1].DiesAfterPackets = 3;
        cluster.DataNodes[0].DiesAfterPackets = 9;
        await cluster.WriteAsync(Content, Cancellation);
        Assert.Equal(Content, cluster.ContentAt(cluster.DataNodes[2]));
        Assert.Contains("updatePipeline", cluster.NameNode.Calls);
        Assert.Equal("dn3", Assert.Single(cluster.NameNode.Blocks[0].Locs).Id.DatanodeUuid);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_block_whose_end_is_unconfirmed_is_closed_by_recovery(bool closes)
    {
        await using var cluster = FakeCluster.Start(2);
        cluster.DataNodes[1].DiesAtLastPacket = !closes;
        cluster.DataNodes[1].DiesAfterClosing = closes;
        var content = Content[..100_000];
        await cluster.WriteAsync(content, Cancellation);
        var survivor = cluster.DataNodes[0];
        Assert.Equal(content, cluster.ContentAt(survivor));
        Assert.True(survivor.Replicas[1000].IsClosed);
        Assert.Single(survivor.WriteRequests, request => request.Stage == Stage.PipelineCloseRecovery);
        Assert.Equal(survivor.Replicas[1000].GenerationStamp, cluster.NameNode.Blocks[0].B.GenerationStamp);
    }

    [Fact]
    public async Task When_no_data_node_is_left_the_error_says_so_and_the_file_is_removed()
    {
        await using var cluster = FakeCluster.Start(2);
        cluster.DataNodes[0].DiesAfterPackets = 6;
        cluster.DataNodes[1].DiesAfterPackets = 3;
        var fault = await Assert.ThrowsAsync<FileSystemException>(() => cluster.WriteAsync(Content, Cancellation));
        Assert.Equal(FileSystemFault.ContentLost, fault.Fault);
        Assert.StartsWith("/f: blk_1000_", fault.Message);
        Assert.Contains("no DataNode of its pipeline is left: DataNode dn2:", fault.Message);
        Assert.Contains("; DataNode dn1:", fault.Message);
        Assert.False(cluster.NameNode.Exists);
    }

    [Fact]
    public async Task A_data_node_that_can_not_be_set_up_is_excluded_and_its_block_given_back()
    {
        await using var cluster = FakeCluster.Start(3);
        cluster.DataNodes[1].SetupStatus = Status.Error;
        await cluster.WriteAsync([1, 2, 3], Cancellation);
        Assert.Contains("abandonBlock", cluster.NameNode.Calls);
        Assert.Equal(["dn1", "dn3"], cluster.NameNode.Blocks[0].Locs.Select(node => node.Id.DatanodeUuid));
        Assert.Equal([1, 2, 3], cluster.ContentAt(cluster.DataNodes[2]));
        Assert.StartsWith("/f: DataNode dn2:", Assert.Single(cluster.SurvivedFaults));
    }

    [Fact]
    public async Task A_data_node_that_does_not_listen_is_excluded()
    {
        await using var cluster = FakeCluster.Start(2);
        cluster.DataNodes[0].Die();
        await cluster.WriteAsync([1, 2, 3], Cancellation);
        Assert.Equal([1, 2, 3], cluster.ContentAt(cluster.DataNodes[1]));
    }

    [Fact]
    public async Task A_refused_token_excludes_nobody()
    {
        await using var cluster = FakeCluster.Start(1);
        cluster.DataNodes[0].SetupStatus = Status.ErrorAccessToken;
        cluster.DataNodes[0].RefusedSetups = 1;
        await cluster.WriteAsync([1, 2, 3], Cancellation);
        Assert.Equal([1, 2, 3], cluster.ContentAt(cluster.DataNodes[0]));
    }

    [Fact]
    public async Task When_no_data_node_can_be_set_up_the_error_names_them()
    {
        await using var cluster = FakeCluster.Start(2);
        cluster.DataNodes[0].Die();
        cluster.DataNodes[1].SetupStatus = Status.Error;
        var fault = await Assert.ThrowsAsync<FileSystemException>(() => cluster.WriteAsync([1], Cancellation));
        Assert.Equal(FileSystemFault.NoSpace, fault.Fault);
        Assert.StartsWith("/f: no DataNode could be used for a new block: DataNode dn1:", fault.Message);
        Assert.Contains("DataNode dn2:", fault.Message);
        Assert.False(cluster.NameNode.Exists);
    }

    [Fact]
    public async Task After_too_many_refusals_the_writer_gives_up()
    {
        await using var cluster = FakeCluster.Start(6);
        foreach (var dataNode in cluster.DataNodes)
            dataNode.SetupStatus = Status.Error;
        var fault = await Assert.ThrowsAsync<FileSystemException>(() => cluster.WriteAsync([1], Cancellation));
        Assert.Contains("dfs.client.block.write.retries", fault.Message);
        Assert.Equal(4, cluster.NameNode.Calls.Count(call => call == "addBlock"));
        Assert.Equal(4, cluster.NameNode.Calls.Count(call => call == "abandonBlock"));
    }

    [Fact]
    public async Task A_lost_lease_ends_the_file_with_its_reason()
    {
        await using var cluster = FakeCluster.Start(1);
        cluster.NameNode.Errors["complete"] = new(
            [("org.apache.hadoop.hdfs.server.namenode.LeaseExpiredException", "No lease on /f (inode 17): File does not exist.")]);
        var fault = await Assert.ThrowsAsync<FileSystemException>(() => cluster.WriteAsync([1], Cancellation));
        Assert.Equal(FileSystemFault.LeaseLost, fault.Fault);
    }

    [Fact]
    public async Task An_abort_in_the_middle_of_writing_removes_the_file()
    {
        await using var cluster = FakeCluster.Start(2);
        var stream = await cluster.Files.CreateAsync(FakeCluster.Path, new FileCreation(), Cancellation);
        await stream.WriteAsync(Content.AsMemory(0, 700_000), Cancellation);
        await stream.AbortAsync(Cancellation);
        await stream.DisposeAsync();
        Assert.False(cluster.NameNode.Exists);
        Assert.DoesNotContain("complete", cluster.NameNode.Calls);
    }

    [Fact]
    public async Task A_creation_cancelled_on_its_way_leaves_no_file()
    {
        await using var cluster = FakeCluster.Start(1);
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        cluster.NameNode.OnCall = method =>
        {
            if (method == "create")
                caller.Cancel();
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => cluster.Files.CreateAsync(FakeCluster.Path, new FileCreation(), caller.Token));
        Assert.Contains("create", cluster.NameNode.Calls);
        Assert.False(cluster.NameNode.Exists);
    }

    [Fact]
    public async Task The_lease_is_renewed_while_a_file_is_open_and_not_afterwards()
    {
        var clock = new ManualTimeProvider();
        await using var cluster = FakeCluster.Start(1, clock);
        var renewals = new SemaphoreSlim(0);
        cluster.NameNode.OnCall = call =>
        {
            if (call == "renewLease")
                renewals.Release();
        };
        var period = FakeCluster.Options.LeaseRenewalPeriod;
        cluster.NameNode.IncompleteAnswers = 0;
        await using (await cluster.Files.CreateAsync(FakeCluster.Path, new FileCreation(), Cancellation))
        {
            for (var round = 0; round < 3; round++)
            {
                await clock.WaitForTimerAsync(period, Cancellation);
                clock.Advance(period);
                await renewals.WaitAsync(Cancellation);
            }
        }

        clock.Advance(period * 3);
        Assert.Equal(3, cluster.NameNode.Calls.Count(call => call == "renewLease"));
    }

    [Fact]
    public async Task A_renewal_that_fails_is_reported_and_tried_again()
    {
        var clock = new ManualTimeProvider();
        await using var cluster = FakeCluster.Start(1, clock);
        cluster.NameNode.IncompleteAnswers = 0;
        cluster.NameNode.Errors["renewLease"] = new([("java.io.IOException", "busy")]);
        var period = FakeCluster.Options.LeaseRenewalPeriod;
        await using (await cluster.Files.CreateAsync(FakeCluster.Path, new FileCreation(), Cancellation))
        {
            await clock.WaitForTimerAsync(period, Cancellation);
            clock.Advance(period);
            await clock.WaitForTimerAsync(period, Cancellation);
            clock.Advance(period);
            await clock.WaitForTimerAsync(period, Cancellation);
        }

        Assert.Contains("was not renewed: /: busy", Assert.Single(cluster.SurvivedFaults));
        Assert.Equal(2, cluster.NameNode.Calls.Count(call => call == "renewLease"));
    }

    [Fact]
    public async Task An_idle_writer_sends_heartbeats_and_outlives_the_time_out()
    {
        var clock = new ManualTimeProvider();
        var options = FakeCluster.Options with { LeaseRenewalPeriod = TimeSpan.FromDays(1) };
        await using var cluster = FakeCluster.Start(2, clock, options);
        cluster.NameNode.IncompleteAnswers = 0;
        await using var stream = await cluster.Files.CreateAsync(FakeCluster.Path, new FileCreation(), Cancellation);
        await stream.WriteAsync(new byte[] { 1 }, Cancellation);
        var (sending, receiving) = (options.SocketTimeout / 2, options.SocketTimeout + TimeSpan.FromSeconds(5));
        // The wait for the first packet began a moment earlier: its timer, which may outlive it, is not taken for the next one's.
        await clock.WaitForTimerAsync(sending, Cancellation);
        clock.Advance(TimeSpan.FromSeconds(1));
        await stream.HflushAsync(Cancellation);
        for (var round = 0; round < 5; round++)
        {
            await clock.WaitForTimerAsync(sending, Cancellation);
            await clock.WaitForTimerAsync(receiving, Cancellation);
            clock.Advance(sending);
            await cluster.DataNodes[1].Heartbeats.WaitAsync(Cancellation);
        }

        await stream.WriteAsync(new byte[] { 2 }, Cancellation);
        await stream.DisposeAsync();
        Assert.Equal([1, 2], cluster.ContentAt(cluster.DataNodes[1]));
        Assert.Empty(cluster.SurvivedFaults);
    }

    [Fact]
    public async Task A_pipeline_that_acknowledges_nothing_is_given_up_after_the_time_out()
    {
        var clock = new ManualTimeProvider();
        var options = FakeCluster.Options with { LeaseRenewalPeriod = TimeSpan.FromDays(1) };
        await using var cluster = FakeCluster.Start(1, clock, options);
        cluster.DataNodes[0].RawAnswer = Setup(Status.Success);
        cluster.DataNodes[0].StaysOpen = true;
        var stream = await cluster.Files.CreateAsync(FakeCluster.Path, new FileCreation(), Cancellation);
        await stream.WriteAsync(new byte[] { 1 }, Cancellation);
        var flushing = stream.HflushAsync(Cancellation);
        await clock.WaitForTimerAsync(options.SocketTimeout / 2, Cancellation);
        clock.Advance(options.SocketTimeout);
        var fault = await Assert.ThrowsAsync<FileSystemException>(() => flushing);
        Assert.Contains("sent nothing for 60 s (dfs.client.socket-timeout)", fault.Message);
        await Assert.ThrowsAsync<FileSystemException>(async () => await stream.DisposeAsync());
        Assert.False(cluster.NameNode.Exists);
    }

    [Fact]
    public async Task A_node_that_failed_at_an_earlier_block_is_tried_again_before_giving_up()
    {
        await using var cluster = FakeCluster.Start(2);
        cluster.DataNodes[0].SetupStatus = Status.Error;
        cluster.DataNodes[0].RefusedSetups = 1;
        await using (var stream = await cluster.Files.CreateAsync(FakeCluster.Path, new FileCreation(), Cancellation))
        {
            await stream.WriteAsync(Content.AsMemory(0, 1 << 20), Cancellation);
            cluster.DataNodes[1].Die();
            await stream.WriteAsync(new byte[] { 1 }, Cancellation);
        }

        Assert.Equal(["dn2"], cluster.NameNode.Blocks[0].Locs.Select(node => node.Id.DatanodeUuid));
        Assert.Equal(["dn1"], cluster.NameNode.Blocks[1].Locs.Select(node => node.Id.DatanodeUuid));
    }

    /// <summary>Set-up answers and acknowledgements that must end the connection.</summary>
    public static TheoryData<string, byte[]> HostileAnswers => new()
    {
        { "closed the connection", [] },
        { "are accepted", [0xFF, 0xFF, 0xFF, 0xFF, 0x0F] },
        { "can not be parsed", [2, 0x08, 0xFF] },
        { "ErrorUnsupported", Setup(Status.ErrorUnsupported) },
        { "acknowledged packet 99", [.. Setup(Status.Success), .. Acknowledge(99, Status.Success)] },
        { "acknowledged packet -2", [.. Setup(Status.Success), .. Acknowledge(-2, Status.Success)] },
        { "acknowledged for 0 DataNodes of the 1", [.. Setup(Status.Success), .. Acknowledge(0)] },
        { "failed while writing: ErrorChecksum", [.. Setup(Status.Success), .. Acknowledge(0, Status.ErrorChecksum)] },
        { "closed the connection", [.. Setup(Status.Success), 9, 8] },
    };

    [Theory]
    [MemberData(nameof(HostileAnswers))]
    public async Task A_hostile_pipeline_is_given_up_with_its_reason(string reason, byte[] answer)
    {
        await using var cluster = FakeCluster.Start(1);
        cluster.DataNodes[0].RawAnswer = answer;
        cluster.DataNodes[0].StaysOpen = !reason.StartsWith("closed", StringComparison.Ordinal);
        var fault = await Assert.ThrowsAsync<FileSystemException>(() => cluster.WriteAsync(Content[..1000], Cancellation));
        Assert.Contains(reason, fault.Message);
        Assert.False(cluster.NameNode.Exists);
    }

    private static byte[] Setup(Status status) => Delimited.Encode(new BlockOpResponseProto { Status = status });

    private static byte[] Acknowledge(long sequenceNumber, params Status[] replies) =>
        Delimited.Encode(new PipelineAckProto { Seqno = sequenceNumber, Reply = { replies } });
}
