using System.Runtime.InteropServices;

namespace Skein.Cli;

/// <summary>Columns of the terminal that messages go to. The framework only knows the one of the standard output, which may be a file.</summary>
internal static partial class TerminalWidth
{
    private const int Usual = 80;
    private const int StandardError = 2;
    private const nuint GetWindowSize = 0x5413;

    public static int Read() => NativeControl(StandardError, GetWindowSize, out var size) == 0 && size.Columns > 0 ? size.Columns : Usual;

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int NativeControl(int file, nuint request, out WindowSize size);

    // struct winsize of asm-generic/termios.h.
    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }
}
