using System.Text;
using Skein.KeyValue.Operations;

namespace Skein.KeyValue.Tests;

public sealed class FollowerTests : StoreFixture
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_follower_starts_right_after_its_revision()
    {
        Put("a", "1");
        var from = Store.Latest.Position;
        Put("b", "1");
        using var follower = Store.Follow(from);
        Put("c", "1");

        Assert.Equal("2 +b=1", Read(follower));
        Assert.Equal("3 +c=1", Read(follower));
        Assert.False(follower.TryRead(out _));
    }

    [Fact]
    public async Task A_waiting_follower_is_woken_by_a_commit()
    {
        using var follower = Store.Follow();
        var reading = follower.ReadAsync(Cancellation);
        Assert.False(reading.IsCompleted);

        Put("a", "1");

        Assert.Equal("+a=1", Draw(Assert.Single((await reading).Changes)));
    }

    [Fact]
    public async Task All_waiting_followers_are_woken_by_one_commit()
    {
        var followers = Enumerable.Range(0, 100).Select(_ => Store.Follow()).ToArray();
        var readings = followers.Select(static follower => follower.ReadAsync(Cancellation).AsTask()).ToArray();
        Assert.DoesNotContain(readings, static reading => reading.IsCompleted);

        Put("a", "1");

        Assert.All(await Task.WhenAll(readings), static commit => Assert.Equal(1, commit.Number));
        Array.ForEach(followers, static follower => follower.Dispose());
    }

    [Fact]
    public async Task A_wait_can_be_given_up_and_taken_up_again()
    {
        using var follower = Store.Follow();
        using var impatience = new CancellationTokenSource();
        var reading = follower.ReadAsync(impatience.Token);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reading);

        Put("a", "1");

        Assert.Equal(1, (await follower.ReadAsync(Cancellation)).Number);
    }

    [Fact]
    public async Task A_revision_appended_but_not_announced_wakes_who_comes_to_wait()
    {
        var appended = AppendOnly("a", "1");
        using var follower = Store.Follow(First);

        await First.WaitForNextAsync(Cancellation);

        Assert.Equal(appended.Number, (await follower.ReadAsync(Cancellation)).Number);
    }

    [Fact]
    public async Task A_reader_wakes_the_waiters_of_a_committer_that_was_stopped()
    {
        var waiting = First.WaitForNextAsync(Cancellation);
        AppendOnly("a", "1");
        Assert.False(waiting.IsCompleted);

        Assert.Equal(1, Store.Latest.Number);

        await waiting;
    }

    [Fact]
    public void A_disposed_follower_refuses_to_read()
    {
        var follower = Store.Follow();
        follower.Dispose();

        Assert.Throws<ObjectDisposedException>(() => follower.TryRead(out _));
        Assert.Throws<ObjectDisposedException>(() => { _ = follower.WaitAsync(Cancellation); });
    }

    [Fact]
    public void A_commit_of_a_container_that_ended_without_keys_has_no_changes()
    {
        using var follower = Store.Follow();
        Store.DeleteOwnedBy("worker", 0);

        Assert.True(follower.TryRead(out var commit));
        Assert.Empty(commit.Changes);
    }

    private static string Read(Follower follower)
    {
        Assert.True(follower.TryRead(out var commit));
        return $"{commit.Number} {string.Join(' ', commit.Changes.Select(Draw))}";
    }

    /// <summary>Does what a committer does up to the point where its revision can be seen, and stops there.</summary>
    private Revision AppendOnly(string key, string value)
    {
        var draft = new Draft(Store.Latest, owners: null);
        draft.Apply(new Put { Key = key, Value = Encoding.UTF8.GetBytes(value) });
        var next = draft.ToRevision();
        Assert.True(draft.Parent.Position.TryAppend(next));
        return next;
    }
}
