namespace ObsControlPlane.Infrastructure.Search;

/// <summary>The letters of many terms, one after the other. One writer appends; what was appended never changes.</summary>
internal sealed class TermText
{
    private const int PageBits = 15;
    private const int PageLength = 1 << PageBits;

    private char[][] _pages = new char[2][];
    private int _page = -1;
    private int _used = PageLength;

    /// <summary>Memory held, bytes.</summary>
    public long Bytes => (_page + 1L) * PageLength * sizeof(char);

    /// <summary>Appends a term.</summary>
    /// <param name="text">At most <c>32,768</c> UTF-16 units.</param>
    /// <returns>Where it lies.</returns>
    public int Add(ReadOnlySpan<char> text)
    {
        if (_used + text.Length > PageLength)
        {
            if (++_page == _pages.Length)
                Array.Resize(ref _pages, _page * 2);
            _pages[_page] = new char[PageLength];
            _used = 0;
        }

        text.CopyTo(_pages[_page].AsSpan(_used));
        _used += text.Length;
        return (_page << PageBits) + _used - text.Length;
    }

    /// <summary>Reads a term.</summary>
    /// <param name="at">Where it lies.</param>
    /// <param name="length">Its length.</param>
    /// <returns>The term.</returns>
    public ReadOnlySpan<char> At(int at, int length) => _pages[at >> PageBits].AsSpan(at & (PageLength - 1), length);
}
