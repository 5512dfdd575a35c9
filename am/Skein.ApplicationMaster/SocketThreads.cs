using System.Net;
using System.Net.Sockets;

namespace Skein.ApplicationMaster;

/// <summary>The threads that wait for this process's sockets, and answer on them.</summary>
/// <remarks>
/// By default .NET has one thread wait for all sockets, which hands each event to the thread pool. Where clients share the machine's
/// few processors, those pool threads run for long, and the scheduler then makes them stand back for many milliseconds with a call in
/// their hands. Threads that carry a connection or two each and answer themselves get their turn as their clients do: measured, calls
/// cost a fifth less and the slowest hundredth at 8 and 32 connections takes half the time. A handler that computes for long
/// holds up the connections of its own thread only.
/// </remarks>
internal static class SocketThreads
{
    private const int LeastCount = 32;
    private const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
    private const string ThreadCount = "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT";

    /// <summary>Starts the threads, unless the environment says already how sockets are waited for. To be called before any other socket is made.</summary>
    public static void Start()
    {
        if (Environment.GetEnvironmentVariable(InlineCompletions) is not null || Environment.GetEnvironmentVariable(ThreadCount) is not null)
            return;
        // The runtime has no other switch. It reads these when a socket is first waited for, and processes started later shall not see them.
        Environment.SetEnvironmentVariable(InlineCompletions, "1");
        Environment.SetEnvironmentVariable(ThreadCount, $"{Math.Max(LeastCount, Environment.ProcessorCount)}");
        using (var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp))
        using (var reception = new SocketAsyncEventArgs())
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            reception.SetBuffer(new byte[1]);
            socket.ReceiveAsync(reception);
        }

        Environment.SetEnvironmentVariable(InlineCompletions, null);
        Environment.SetEnvironmentVariable(ThreadCount, null);
    }
}
