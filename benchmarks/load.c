/* Sends one request over and over on kept connections and times the answers.
 *
 *     cc -O2 -o load load.c && ./load PORT CONNECTIONS SECONDS FILE
 *
 * FILE holds the request as it goes over the wire. A connection that the server closes is opened
 * again. Prints one line of JSON: answers, those that were not 200, seconds, p50 and p99 in us.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER = 1 << 16, MOST = 20000000 };

struct connection {
    int fd;
    size_t sent, have, body_left;
    int in_body, closing, status;
    double since;
    char head[BUFFER];
};

static int port, poller;
static char *request;
static size_t request_size;
static float *times;
static long answers, wrong;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void watch(struct connection *c, int operation, unsigned events)
{
    struct epoll_event event = {.events = events, .data.ptr = c};
    epoll_ctl(poller, operation, c->fd, &event);
}

static void begin(struct connection *c)
{
    c->sent = c->have = c->body_left = 0;
    c->in_body = c->closing = c->status = 0;
    c->since = now();
}

static void dial(struct connection *c)
{
    struct sockaddr_in place = {.sin_family = AF_INET, .sin_port = htons(port)};
    int yes = 1;
    inet_pton(AF_INET, "127.0.0.1", &place.sin_addr);
    begin(c);
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(c->fd, (struct sockaddr *)&place, sizeof place) < 0) {
        perror("connect");
        exit(1);
    }
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    fcntl(c->fd, F_SETFL, O_NONBLOCK);
    watch(c, EPOLL_CTL_ADD, EPOLLOUT);
}

static void redial(struct connection *c)
{
    close(c->fd);
    dial(c);
}

static void answered(struct connection *c)
{
    if (answers < MOST)
        times[answers] = (float)((now() - c->since) * 1e6);
    answers++;
    wrong += c->status != 200;
    if (c->closing) {
        redial(c);
    } else {
        begin(c);
        watch(c, EPOLL_CTL_MOD, EPOLLOUT);
    }
}

static void write_on(struct connection *c)
{
    while (c->sent < request_size) {
        ssize_t n = write(c->fd, request + c->sent, request_size - c->sent);
        if (n < 0) {
            if (errno != EAGAIN)
                redial(c);
            return;
        }
        c->sent += (size_t)n;
    }
    watch(c, EPOLL_CTL_MOD, EPOLLIN);
}

static int parse_head(struct connection *c)
{
    char *end, *line;
    c->head[c->have] = 0;
    end = strstr(c->head, "\r\n\r\n");
    if (!end)
        return 0;
    c->status = atoi(c->head + 9);
    c->body_left = 0;
    for (line = c->head; line < end; line = strstr(line, "\r\n") + 2) {
        if (!strncasecmp(line, "content-length:", 15))
            c->body_left = (size_t)strtoul(line + 15, NULL, 10);
        if (!strncasecmp(line, "connection: close", 17))
            c->closing = 1;
    }
    c->body_left -= c->have - (size_t)(end + 4 - c->head);
    c->in_body = 1;
    return 1;
}

static void read_on(struct connection *c)
{
    static char rest[1 << 20];
    char *into = c->in_body ? rest : c->head + c->have;
    size_t room = c->in_body ? sizeof rest : BUFFER - 1 - c->have;
    ssize_t n = read(c->fd, into, room);
    if (n <= 0) {
        if (n == 0 || errno != EAGAIN)
            redial(c);
        return;
    }
    if (c->in_body) {
        c->body_left -= (size_t)n;
    } else {
        c->have += (size_t)n;
        if (!parse_head(c))
            return;
    }
    if (c->body_left == 0)
        answered(c);
}

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

int main(int count, char **given)
{
    if (count != 5) {
        fputs("usage: load PORT CONNECTIONS SECONDS FILE\n", stderr);
        return 2;
    }
    port = atoi(given[1]);
    int connections = atoi(given[2]);
    double length = atof(given[3]), start, end;
    FILE *file = fopen(given[4], "rb");
    if (!file)
        return 2;
    request = malloc(1 << 24);
    request_size = fread(request, 1, 1 << 24, file);
    times = malloc(sizeof(float) * MOST);
    poller = epoll_create1(0);
    struct connection *all = calloc((size_t)connections, sizeof *all);
    for (int i = 0; i < connections; i++)
        dial(&all[i]);
    start = now();
    while ((end = now()) < start + length) {
        struct epoll_event events[64];
        int n = epoll_wait(poller, events, 64, 100);
        for (int i = 0; i < n; i++)
            (events[i].events & EPOLLOUT ? write_on : read_on)(events[i].data.ptr);
    }
    long kept = answers < MOST ? answers : MOST;
    qsort(times, (size_t)kept, sizeof *times, by_size);
    printf("{\"answers\": %ld, \"wrong\": %ld, \"seconds\": %.3f, \"p50\": %.1f, \"p99\": %.1f}\n", answers,
           wrong, end - start, kept ? times[kept / 2] : 0.0, kept ? times[kept * 99 / 100] : 0.0);
    return 0;
}
