using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace DrRunbook.Yaml.Nodes;

/// <summary>Opens files without waiting: the plain way to open a FIFO waits for somebody who writes into it, for ever if nobody does.</summary>
public static class RegularFile
{
    // O_NONBLOCK | O_CLOEXEC; their values are the system's own. Reading is O_RDONLY, which is 0.
    private static readonly int Flags = OperatingSystem.IsMacOS() ? 0x0000_0004 | 0x0100_0000
        : OperatingSystem.IsFreeBSD() ? 0x0000_0004 | 0x0010_0000
        : 0x0000_0800 | 0x0008_0000;

    /// <summary>Opens the file for reading; null where it is a FIFO, a terminal or another device without a beginning and an end.</summary>
    /// <exception cref="IOException">It is not there or cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream? OpenRead(string path)
    {
        var stream = OpenAtOnce(path);
        if (stream.CanSeek)
        {
            return stream;
        }

        stream.Dispose();
        return null;
    }

    private static FileStream OpenAtOnce(string path)
    {
        var descriptor = OperatingSystem.IsWindows() ? -1 : Open(path, Flags);

        // What cannot be opened at all is tried again the plain way, which says why and does not wait.
        return descriptor < 0
            ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1)
            : new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Read, bufferSize: 1);
    }

    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
