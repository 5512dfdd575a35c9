namespace Skein.Cli;

/// <summary>Reads what somebody hands over, up to a limit.</summary>
internal static class BoundedInput
{
    /// <param name="open">Opens the input; the reading disposes it.</param>
    /// <param name="maximum">Bytes.</param>
    /// <param name="problem">What is wrong with an input that is longer.</param>
    /// <param name="cancellation">Ends the waiting. A read from a terminal or a pipe can not be interrupted, but waiting for it can.</param>
    /// <exception cref="InvalidInputException">The input is longer.</exception>
    public static Task<ReadOnlyMemory<byte>> ReadAsync(Func<Stream> open, int maximum, string problem, CancellationToken cancellation) =>
        Task.Run(() => ReadAsync(open(), maximum, problem), cancellation).WaitAsync(cancellation);

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream input, int maximum, string problem)
    {
        await using (input)
        {
            var content = new MemoryStream();
            var buffer = new byte[1 << 16];
            int read;
            while ((read = await input.ReadAsync(buffer)) > 0)
            {
                if (content.Length + read > maximum)
                    throw new InvalidInputException(problem);
                content.Write(buffer, 0, read);
            }

            return content.GetBuffer().AsMemory(0, (int)content.Length);
        }
    }
}
