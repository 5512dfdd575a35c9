using System.Runtime.ExceptionServices;
using Skein.Hadoop.Hdfs.DataTransfer;

namespace Skein.Hadoop.Hdfs.Writing;

/// <summary>The packets of one block that are not acknowledged yet: some sent, the others waiting. Bounded; does no I/O.</summary>
/// <remarks>
/// <code>
///  acknowledged |  sent, unacknowledged  |  waiting  |  room
///               ^ _head                  ^ _head + _sent
/// </code>
/// A new pipeline begins with <see cref="Rewind"/>, after which everything unacknowledged is waiting again. One producer, one sender and
/// one reader of acknowledgements work on it at the same time.
/// </remarks>
internal sealed class PacketWindow
{
    private readonly OutgoingPacket[] _ring;
    private readonly TimeProvider _time;

    // Guards everything below.
    private readonly Lock _lock = new();
    private int _head;
    private int _count;
    private int _sent;
    private Exception? _fault;

    // One signal for who waits for room or acknowledgements, one for the sender: an acknowledgement alone gives it nothing to do.
    private TaskCompletionSource? _changed;
    private TaskCompletionSource? _sendable;

    public PacketWindow(int capacity, TimeProvider time)
    {
        _ring = new OutgoingPacket[capacity];
        _time = time;
    }

    /// <summary>Bytes of the block that every DataNode of the pipeline has.</summary>
    public long AcknowledgedBytes { get; private set; }

    /// <summary>Bytes of the block that were ever sent, through this pipeline or an earlier one.</summary>
    public long SentBytes { get; private set; }

    /// <summary>Sequence number of the last packet that was acknowledged; -1 if none was.</summary>
    public long AcknowledgedSequenceNumber { get; private set; } = -1;

    /// <summary>Whether all data is acknowledged and the packet that ends the block was sent: the block may be closed at some DataNode.</summary>
    public bool IsClosing
    {
        get
        {
            lock (_lock)
                return _count == 1 && _sent == 1 && _ring[_head].IsLast;
        }
    }

    /// <summary>Adds a sealed packet, when there is room.</summary>
    public async ValueTask AddAsync(OutgoingPacket packet, CancellationToken cancellation)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                ThrowIfFailed();
                if (_count < _ring.Length)
                {
                    _ring[(_head + _count++) % _ring.Length] = packet;
                    Pulse(ref _sendable);
                    return;
                }

                changed = Next(ref _changed);
            }

            await changed.WaitAsync(cancellation);
        }
    }

    /// <summary>The next packet to send, held for the caller and counted as sent; null if there is none for some time.</summary>
    /// <remarks>The packet that ends a block is only sent when everything before it is acknowledged.</remarks>
    public async ValueTask<OutgoingPacket?> TakeAsync(TimeSpan patience, CancellationToken cancellation)
    {
        var begun = _time.GetTimestamp();
        while (true)
        {
            Task sendable;
            lock (_lock)
            {
                if (_sent < _count && _ring[(_head + _sent) % _ring.Length] is var packet && !(packet.IsLast && _sent > 0))
                {
                    _sent++;
                    SentBytes = Math.Max(SentBytes, packet.End);
                    packet.Hold();
                    return packet;
                }

                sendable = Next(ref _sendable);
            }

            try
            {
                // What brings nothing to send yet, such as the end of a block that is not acknowledged, does not prolong the silence.
                var left = patience - _time.GetElapsedTime(begun);
                await sendable.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _time, cancellation);
            }
            catch (TimeoutException)
            {
                return null;
            }
        }
    }

    /// <summary>Every DataNode of the pipeline has a packet.</summary>
    /// <returns>Whether it is the one that ends the block.</returns>
    /// <exception cref="DataTransferException">It is not the packet whose turn it is.</exception>
    public bool Acknowledge(long sequenceNumber)
    {
        OutgoingPacket packet;
        lock (_lock)
        {
            if (_sent == 0 || _ring[_head].SequenceNumber != sequenceNumber)
            {
                var due = _sent == 0 ? "none" : $"{_ring[_head].SequenceNumber}";
                throw new DataTransferException($"acknowledged packet {sequenceNumber} where {due} is due");
            }

            packet = _ring[_head];
            AcknowledgedSequenceNumber = sequenceNumber;
            AcknowledgedBytes = Math.Max(AcknowledgedBytes, packet.End);
            _head = (_head + 1) % _ring.Length;
            _count--;
            _sent--;
            Pulse(ref _changed);
            if (_sent < _count)
                Pulse(ref _sendable);
        }

        packet.Release();
        return packet.IsLast;
    }

    /// <summary>Lets everything unacknowledged be sent again.</summary>
    public void Rewind()
    {
        lock (_lock)
        {
            _sent = 0;
            Pulse(ref _sendable);
        }
    }

    /// <summary>Waits until a packet is acknowledged.</summary>
    public async Task WhenAcknowledgedAsync(long sequenceNumber, CancellationToken cancellation)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                ThrowIfFailed();
                if (AcknowledgedSequenceNumber >= sequenceNumber)
                    return;
                changed = Next(ref _changed);
            }

            await changed.WaitAsync(cancellation);
        }
    }

    /// <summary>Ends the window: whoever waits, and whoever comes later, gets this exception. The first one counts.</summary>
    public void Fail(Exception fault)
    {
        lock (_lock)
        {
            _fault ??= fault;
            Pulse(ref _changed);
        }
    }

    /// <summary>Gives all buffers back. Nobody may send any more.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            for (; _count > 0; _count--)
            {
                _ring[_head].Release();
                _head = (_head + 1) % _ring.Length;
            }

            _sent = 0;
        }
    }

    private void ThrowIfFailed()
    {
        if (_fault is not null)
            ExceptionDispatchInfo.Throw(_fault);
    }

    private static Task Next(ref TaskCompletionSource? signal) =>
        (signal ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private static void Pulse(ref TaskCompletionSource? signal)
    {
        signal?.TrySetResult();
        signal = null;
    }
}
