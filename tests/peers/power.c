/* Loaded into a server by LD_PRELOAD: keeps of each file what a power failure would leave, which is its content at
 * its last sync. Files of the folder POWER_FOLDER, and of folders in it that POWER_KEPT has too, are kept there under
 * their names. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static pthread_mutex_t keeping = PTHREAD_MUTEX_INITIALIZER;

/* Copies what `fd` has into `kept`, all or nothing, by way of a file beside `folder`, of which there is one a process. */
static void copy(int fd, const char *folder, const char *kept)
{
    char part[PATH_MAX + 32];
    static char buffer[1 << 20];
    off_t offset = 0;
    ssize_t length;
    snprintf(part, sizeof part, "%s.part%d", folder, (int)getpid());
    int out = open(part, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (out < 0)
        abort();
    while ((length = pread(fd, buffer, sizeof buffer, offset)) > 0) {
        if (write(out, buffer, (size_t)length) != length)
            abort();
        offset += length;
    }
    if (length < 0 || close(out) != 0)
        abort();
    /* Of a folder that is not kept, nothing is. */
    if (rename(part, kept) != 0 && errno != ENOENT)
        abort();
}

static void keep(int fd)
{
    const char *folder = getenv("POWER_FOLDER"), *kept = getenv("POWER_KEPT");
    char link[64], path[PATH_MAX], target[PATH_MAX];
    struct stat status;
    if (!folder || !kept)
        return;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return;
    path[length] = '\0';
    size_t within = strlen(folder);
    /* A second descriptor of a database would end its locks when it is closed, so that what cannot be read is left. */
    if ((fcntl(fd, F_GETFL) & O_ACCMODE) == O_WRONLY)
        return;
    if (strncmp(path, folder, within) != 0 || path[within] != '/')
        return;
    /* A folder, or a file that has no name any more. */
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) || status.st_nlink == 0)
        return;
    if (snprintf(target, sizeof target, "%s%s", kept, path + within) >= (int)sizeof target)
        abort();
    pthread_mutex_lock(&keeping);
    copy(fd, kept, target);
    pthread_mutex_unlock(&keeping);
}

static int synced(const char *name, int fd)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    int result = real(fd);
    if (result == 0)
        keep(fd);
    return result;
}

int fsync(int fd)
{
    return synced("fsync", fd);
}

int fdatasync(int fd)
{
    return synced("fdatasync", fd);
}
