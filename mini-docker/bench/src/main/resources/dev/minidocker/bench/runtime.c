// An OCI runtime as its caller has it: the overlay is mounted first, and unmounted afterwards.
#define _GNU_SOURCE
#include <fcntl.h>
#include <ftw.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void check(long result, const char *what) {
  if (result < 0) {
    perror(what);
    exit(125);
  }
}

static int removed(const char *path, const struct stat *status, int type, struct FTW *walk) {
  (void)status;
  (void)type;
  return walk->level == 0 ? 0 : remove(path);
}

static long nanos(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000L + time.tv_nsec;
}

static void run(char **command) {
  pid_t child = vfork();
  if (child == 0) {
    int nothing = open("/dev/null", O_RDWR);
    for (int fd = 0; fd < 3; fd++) dup2(nothing, fd);
    execv(command[0], command);
    _exit(127);
  }
  int status;
  check(child, "vfork");
  check(waitpid(child, &status, 0), "waitpid");
  if (status != 0) {
    fprintf(stderr, "%s ended with wait status %#x\n", command[0], status);
    exit(125);
  }
}

// usage: runtime HIDDEN OPTIONS UPPER WORK ROOT BUNDLE COMMAND...
int main(int argc, char **argv) {
  if (argc < 8) return 2;
  char *hidden = argv[1], *options = argv[2], *root = argv[5];
  check(unshare(CLONE_NEWNS), "unshare");
  check(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "mount");
  if (*hidden) check(umount2(hidden, MNT_DETACH), hidden);
  check(chdir(argv[6]), argv[6]);
  while (getchar() == '\n') {
    for (int i = 3; i < 5; i++) nftw(argv[i], removed, 64, FTW_DEPTH | FTW_PHYS);
    long begin = nanos();
    check(mount("overlay", root, "overlay", 0, options), "overlay");
    run(argv + 7);
    check(umount2(root, 0), root);
    printf("%ld\n", nanos() - begin);
    fflush(stdout);
  }
  return 0;
}
