// The entry of `shijin`.
int main() { return 2; }
